"""What presents certificates.

Source: AWS CloudFormation template reference, the pages of the types in the table, ``AWS::ApiGateway::DomainName``,
``AWS::ElasticBeanstalk::Environment``; AWS documentation as `PRESENTERS` names it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.model.certificate_uses import CERTIFICATE_OPTIONS, Use, domain_uses, listed, uses
from seamlint.model.certificates import CertificateUse
from seamlint.model.cloudformation.identity import itself
from seamlint.model.reading import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity

_LISTENER = Use("listener", "Certificates.CertificateArn")
_REGIONAL = Use("regional-domain", "RegionalCertificateArn", "DomainName")
_EDGE = Use("edge-domain", "CertificateArn", "DomainName")
_SEARCH = Use(
    "search-domain",
    "DomainEndpointOptions.CustomEndpointCertificateArn",
    "DomainEndpointOptions.CustomEndpoint",
    switch="DomainEndpointOptions.CustomEndpointEnabled",
)
_MESH = "Spec.Listeners.TLS.Certificate.ACM.CertificateArn"
USES: dict[str, tuple[Use, ...]] = {
    "AWS::CloudFront::Distribution": (
        Use(
            "distribution",
            "DistributionConfig.ViewerCertificate.AcmCertificateArn",
            "DistributionConfig.Aliases",
        ),
    ),
    "AWS::ElasticLoadBalancingV2::ListenerCertificate": (
        Use("listener", "Certificates.CertificateArn", listener="ListenerArn"),
    ),
    "AWS::ElasticLoadBalancing::LoadBalancer": (Use("classic-listener", "Listeners.SSLCertificateId"),),
    "AWS::ApiGateway::DomainNameV2": (Use("private-domain", "CertificateArn", "DomainName"),),
    "AWS::ApiGatewayV2::DomainName": (Use("regional-domain", "DomainNameConfigurations.CertificateArn", "DomainName"),),
    "AWS::AppSync::DomainName": (Use("graphql-domain", "CertificateArn", "DomainName"),),
    "AWS::Cognito::UserPoolDomain": (Use("user-pool-domain", "CustomDomainConfig.CertificateArn", "Domain"),),
    "AWS::Amplify::Domain": (Use("app-domain", "CertificateSettings.CustomCertificateArn"),),
    "AWS::OpenSearchService::Domain": (_SEARCH,),
    "AWS::Elasticsearch::Domain": (_SEARCH,),
    "AWS::EC2::ClientVpnEndpoint": (
        Use("client-vpn", "ServerCertificateArn"),
        Use("client-vpn", "AuthenticationOptions.MutualAuthentication.ClientRootCertificateChainArn"),
    ),
    "AWS::Transfer::Server": (Use("transfer-server", "Certificate"),),
    "AWS::IoT::DomainConfiguration": (Use("iot-domain", "ServerCertificateArns", "DomainName"),),
    "AWS::VpcLattice::Service": (Use("lattice-service", "CertificateArn", "CustomDomainName"),),
    "AWS::AppMesh::VirtualNode": (Use("mesh-listener", _MESH),),
    "AWS::AppMesh::VirtualGateway": (Use("mesh-listener", _MESH),),
    "AWS::EC2::VerifiedAccessEndpoint": (Use("verified-access", "DomainCertificateArn", "ApplicationDomain"),),
    "AWS::NetworkFirewall::TLSInspectionConfiguration": (
        Use(
            "inspection",
            "TLSInspectionConfiguration.ServerCertificateConfigurations.ServerCertificates.ResourceArn",
        ),
    ),
}
"""By resource type."""


def listener(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the certificates of ``AWS::ElasticLoadBalancingV2::Listener``."""
    for entity in uses((_LISTENER,), resource):
        entity.listener = itself(resource)
        yield entity


def api_domain(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::ApiGateway::DomainName``."""
    return domain_uses(resource, _REGIONAL, _EDGE, "EndpointConfiguration.Types")


def environment(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the certificates among the settings of ``AWS::ElasticBeanstalk::Environment``."""
    for block, path in blocks(resource.values.get("OptionSettings"), ("OptionSettings",)).found:
        if block.get("OptionName") in CERTIFICATE_OPTIONS:
            for index, named in enumerate(listed(block.get("Value"))):
                at = (*path, "Value", index)
                yield CertificateUse(resource, at, kind="environment", certificate=named, places={"certificate": ()})


def _translated(found: tuple[Use, ...], resource: Resource, _: Neighbours) -> Iterator[Entity]:
    return uses(found, resource)


TRANSLATORS: dict[str, Translate] = {
    **{name: partial(_translated, found) for name, found in USES.items()},
    "AWS::ElasticLoadBalancingV2::Listener": listener,
    "AWS::ApiGateway::DomainName": api_domain,
    "AWS::ElasticBeanstalk::Environment": environment,
}
