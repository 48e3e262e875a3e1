"""Certificates and who presents them, dialect-neutral.

Translators (one per dialect) fill these from evaluated resources; fields whose value is not known are `Unknown`, a
pointer that names another entity stays a pointer until the graph resolves it.
Sources: AWS Certificate Manager User Guide, "ACM certificate characteristics and limitations", "AWS Certificate Manager
DNS validation"; IAM User Guide, "Manage server certificates in IAM".
"""

from __future__ import annotations

from typing import ClassVar

from seamlint.data_classes import dataclass, field
from seamlint.model.entity import Entity, Maybe, Pointer
from seamlint.named_tuples import NamedTuple


@dataclass(eq=False, repr=False)
class Certificate(Entity):
    """A certificate in ACM.

    Attributes:
        covers: names that it holds: the domain name, then the alternative names.
        complete: false where it may hold names that the code does not show (imported, looked up).
        validation: ``DNS``, ``EMAIL``...; None where nothing has to be validated: private, imported, looked up.
        unrecorded: names whose validation record its own stack does not write, for it names no hosted zone for them;
            None where records are resources of their own (Terraform).
        recorded: where they are: whether something of the code is made of what the validation asks for.
    """

    covers: list[Maybe[str]] = field(default_factory=list)
    complete: bool = True
    validation: Maybe[str] | None = None
    unrecorded: list[Maybe[str]] | None = None
    recorded: Maybe[bool] = False


@dataclass(eq=False, repr=False)
class CertificateValidation(Entity):
    """A resource that waits until a certificate is validated; its own ARN attribute names the certificate."""

    certificate: Pointer = None


@dataclass(eq=False, repr=False)
class ServerCertificate(Entity):
    """A server certificate in IAM, which belongs to an account and to no region.

    Attributes:
        iam_path: between ``server-certificate`` and the name in its ARN.
    """

    scope: ClassVar[tuple[str, ...]] = ("account",)
    iam_path: Maybe[str] = "/"


@dataclass(eq=False, repr=False)
class CertificateUse(Entity):
    """Something presents a certificate.

    Attributes:
        kind: what does; a key of `PRESENTERS`.
        certificate: ARN of the certificate, in ACM or in IAM.
        hosts: names under which it is asked for: aliases, a custom domain name.
        edge: whether CloudFront presents it, so that it has to be in us-east-1.
        listener: the load balancer's listener that presents it.
    """

    kind: str = ""
    certificate: Pointer = None
    hosts: list[Maybe[str]] = field(default_factory=list)
    edge: Maybe[bool] = False
    listener: Pointer = None


class Presenter(NamedTuple):
    """Something that presents certificates.

    Attributes:
        words: what it is called.
        page: of AWS's documentation, which says where its certificate has to be.
        edge: whether CloudFront presents the certificate; else it has to be in the presenter's own region.
    """

    words: str
    page: str
    edge: bool = False


_GATEWAY = "Amazon API Gateway Developer Guide"
_BALANCING = "Elastic Load Balancing"
PRESENTERS: dict[str, Presenter] = {
    "distribution": Presenter(
        "a distribution",
        'Amazon CloudFront Developer Guide, "Requirements for using SSL/TLS certificates with CloudFront"',
        edge=True,
    ),
    "listener": Presenter("a listener", f'{_BALANCING}, "SSL certificates for your Application Load Balancer"'),
    "classic-listener": Presenter(
        "a classic load balancer's listener",
        f'{_BALANCING}, "SSL/TLS certificates for Classic Load Balancers"',
    ),
    "environment": Presenter(
        "an environment's load balancer",
        'AWS Elastic Beanstalk Developer Guide, "Configuring your environment\'s load balancer to terminate HTTPS"',
    ),
    "edge-domain": Presenter(
        "an edge-optimized domain name",
        f'{_GATEWAY}, "Set up an edge-optimized custom domain name in API Gateway"',
        edge=True,
    ),
    "regional-domain": Presenter(
        "a regional domain name", f'{_GATEWAY}, "Set up a Regional custom domain name in API Gateway"'
    ),
    "private-domain": Presenter(
        "a private domain name", f'{_GATEWAY}, "Custom domain names for private APIs in API Gateway"'
    ),
    "graphql-domain": Presenter(
        "an AppSync domain name", 'AWS AppSync Developer Guide, "Configuring custom domain names"', edge=True
    ),
    "user-pool-domain": Presenter(
        "a user pool's domain",
        'Amazon Cognito Developer Guide, "Using your own domain for managed login"',
        edge=True,
    ),
    "app-domain": Presenter("an Amplify app's domain", 'AWS Amplify API Reference, "CertificateSettings"', edge=True),
    "search-domain": Presenter(
        "a search domain's custom endpoint",
        'Amazon OpenSearch Service Developer Guide, "Creating a custom endpoint for Amazon OpenSearch Service"',
    ),
    "client-vpn": Presenter(
        "a Client VPN endpoint", 'AWS Client VPN Administrator Guide, "Mutual authentication in AWS Client VPN"'
    ),
    "transfer-server": Presenter(
        "a file transfer server", 'AWS Transfer Family User Guide, "Create an FTPS-enabled server"'
    ),
    "iot-domain": Presenter(
        "an IoT domain configuration",
        'AWS IoT Core Developer Guide, "Creating and configuring customer managed domains"',
    ),
    "lattice-service": Presenter(
        "a VPC Lattice service", 'Amazon VPC Lattice User Guide, "Bring your own certificate (BYOC) for VPC Lattice"'
    ),
    "mesh-listener": Presenter("a mesh listener", 'AWS App Mesh User Guide, "Transport Layer Security (TLS)"'),
    "verified-access": Presenter(
        "a Verified Access endpoint", 'AWS Verified Access User Guide, "Verified Access endpoints"'
    ),
    "warehouse-domain": Presenter(
        "a warehouse's custom domain", 'Amazon Redshift Management Guide, "Custom domain names for client connections"'
    ),
    "inspection": Presenter(
        "a TLS inspection configuration",
        'AWS Network Firewall Developer Guide, "Requirements for using SSL/TLS certificates with TLS inspection '
        'configurations"',
    ),
}
"""By kind: what presents a certificate."""
