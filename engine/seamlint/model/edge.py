"""CloudFront's entities: distributions, what they fetch from, and the identities that they fetch with.

Translators (one per dialect) fill these from evaluated resources; fields whose value is not known are `Unknown`, a
pointer that names another entity stays a pointer until the graph resolves it. Origins, behaviours and their functions
stand inside the distribution: ``graph.of(Origin, distribution)`` gives them in source order.
Source: Amazon CloudFront Developer Guide, "All distribution settings reference".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.values import Text
from seamlint.model.entity import Entity, Maybe, Pointer

if TYPE_CHECKING:
    from seamlint.evaluate.values import Reference

ACCESS_IDENTITY_PATH = "origin-access-identity/cloudfront/"
"""What a distribution puts before the id of an origin access identity."""
Label = Pointer
"""A name that means something within one distribution alone; code often takes a bucket's id for it."""


@dataclass(eq=False, repr=False)
class EdgeEntity(Entity):
    """Something of CloudFront: it belongs to an account and to no region."""

    scope: ClassVar[tuple[str, ...]] = ("account",)


@dataclass(eq=False, repr=False)
class Distribution(EdgeEntity):
    """A distribution.

    Attributes:
        arn: its ARN, or the reference to it.
        aliases: alternate domain names.
        acm_certificate: ARN of the viewer certificate in ACM; None where it has none there.
        iam_certificate: id of the viewer certificate in IAM; None where it has none there.
        default_certificate: whether it serves the certificate of ``*.cloudfront.net``.
        minimum_protocol: oldest protocol that viewers may speak (``TLSv1.2_2021``); None where the code sets none.
        enabled: whether it serves at all.
        staging: whether it is the staging half of a continuous deployment.
        tenants: whether it is a template for tenants, which bring their own names and certificates.
        web_acl: ARN of the web ACL (WAFv2), or its id (WAF Classic).
        log_bucket: names the bucket of its standard logs (legacy); None where it writes none.
        log_prefix: of these logs.
        complete: false where it may have origins or behaviours that are not known; of aliases, the list tells.
    """

    arn: Pointer = None
    aliases: list[Maybe[str]] = field(default_factory=list)
    acm_certificate: Pointer = None
    iam_certificate: Pointer = None
    default_certificate: Maybe[bool] = True
    minimum_protocol: Maybe[str] | None = None
    enabled: Maybe[bool] = True
    staging: Maybe[bool] = False
    tenants: bool = False
    web_acl: Pointer = None
    log_bucket: Pointer = None
    log_prefix: Maybe[str] | None = None
    complete: bool = True


@dataclass(eq=False, repr=False)
class Origin(EdgeEntity):
    """An origin of a distribution.

    Attributes:
        id: by which behaviours and origin groups name it.
        domain: its domain name: text, or a pointer into the graph (a load balancer's or instance's name; what a DNS
            record of the same unit stands for).
        kind: what answers at its domain name: ``bucket`` (a REST endpoint, regional or global), ``website`` (an S3
            website endpoint), ``access-point``, ``function-url``, ``mediastore``, ``mediapackage`` or ``custom``.
        bucket: names the bucket of a REST or website endpoint (a `seamlint.model.storage.Bucket`), or the access point.
        origin_path: put before every path that is asked for: empty, or begins with ``/``.
        access_control: names the `OriginAccessControl`; None where it has none.
        access_identity: names the `OriginAccessIdentity`; None where it has none.
        headers: that it is sent besides the viewer's, by lower-cased name.
        protocol_policy: of a custom origin: ``http-only``, ``https-only`` or ``match-viewer``; None of an S3 origin.
        vpc_origin: whether it is reached inside a VPC.
    """

    id: Label = None
    domain: Pointer = None
    kind: Maybe[str] = "custom"
    bucket: Pointer = None
    origin_path: Maybe[str] = ""
    access_control: Pointer = None
    access_identity: Pointer = None
    headers: dict[str, Maybe[str]] = field(default_factory=dict)
    protocol_policy: Maybe[str] | None = None
    vpc_origin: Maybe[bool] = False


@dataclass(eq=False, repr=False)
class OriginGroup(EdgeEntity):
    """A group of origins: a behaviour that targets it reaches each of its members, the second on failure of the first.

    Attributes:
        id: by which behaviours name it.
        members: ids of its origins.
    """

    id: Label = None
    members: list[Label] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class CacheBehavior(EdgeEntity):
    """A cache behaviour of a distribution; the first in source order whose pattern matches a path serves it.

    Attributes:
        pattern: of the paths that it serves, with or without a slash at its start; None of the default behaviour.
        target_origin: id of an `Origin` or `OriginGroup`.
        methods: that it accepts: ``GET``, ``HEAD``, ``PUT``...
        viewer_protocol: ``allow-all``, ``https-only`` or ``redirect-to-https``.
        rewrites: whether a function sees requests before the origin does, so that it may change their path.
    """

    pattern: Maybe[str] | None = None
    target_origin: Label = None
    methods: list[Maybe[str]] = field(default_factory=list)
    viewer_protocol: Maybe[str] = "allow-all"
    rewrites: bool = False


@dataclass(eq=False, repr=False)
class FunctionAssociation(EdgeEntity):
    """A Lambda@Edge function that a cache behaviour runs; its path begins with that behaviour's.

    Attributes:
        event: ``viewer-request``, ``origin-request``, ``origin-response`` or ``viewer-response``.
        function: its ARN with a version.
    """

    event: Maybe[str] | None = None
    function: Pointer = None


@dataclass(eq=False, repr=False)
class OriginAccessIdentity(EdgeEntity):
    """An origin access identity.

    Attributes:
        arns: its ARN, around every way in which its id is referred to.
        canonical_ids: every way in which a policy may write its canonical user id.
    """

    arns: list[Pointer] = field(default_factory=list)
    canonical_ids: list[Pointer] = field(default_factory=list)


def identity_arn(identity: str | Reference, partition: str | None) -> str | Text:
    """Return the ARN by which policies name an origin access identity, by its id."""
    before = f"arn:{partition or 'aws'}:iam::cloudfront:user/CloudFront Origin Access Identity "
    return before + identity if isinstance(identity, str) else Text((before, identity))


@dataclass(eq=False, repr=False)
class OriginAccessControl(EdgeEntity):
    """An origin access control.

    Attributes:
        origin_type: ``s3``, ``lambda``, ``mediastore`` or ``mediapackagev2``.
        signing: whether requests are signed: ``always``, ``never``, or ``no-override`` (unless the viewer signs).
    """

    origin_type: Maybe[str] | None = None
    signing: Maybe[str] | None = None
