"""What presents certificates.

Source: Terraform AWS provider, the resources named in the table, ``aws_api_gateway_domain_name``,
``aws_elastic_beanstalk_environment``; AWS documentation as `PRESENTERS` names it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.model.certificate_uses import CERTIFICATE_OPTIONS, Use, domain_uses, listed, uses
from seamlint.model.certificates import CertificateUse
from seamlint.model.reading import blocks
from seamlint.model.terraform.identity import itself

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate

_LISTENER = Use("listener", "certificate_arn")
_REGIONAL = Use("regional-domain", "regional_certificate_arn", "domain_name")
_EDGE = Use("edge-domain", "certificate_arn", "domain_name")
_SEARCH = Use(
    "search-domain",
    "domain_endpoint_options.custom_endpoint_certificate_arn",
    "domain_endpoint_options.custom_endpoint",
    switch="domain_endpoint_options.custom_endpoint_enabled",
)
_MESH = "spec.listener.tls.certificate.acm.certificate_arn"
USES: dict[str, tuple[Use, ...]] = {
    "aws_cloudfront_distribution": (Use("distribution", "viewer_certificate.acm_certificate_arn", "aliases"),),
    "aws_lb_listener_certificate": (Use("listener", "certificate_arn", listener="listener_arn"),),
    "aws_alb_listener_certificate": (Use("listener", "certificate_arn", listener="listener_arn"),),
    "aws_elb": (Use("classic-listener", "listener.ssl_certificate_id"),),
    "aws_apigatewayv2_domain_name": (
        Use("regional-domain", "domain_name_configuration.certificate_arn", "domain_name"),
    ),
    "aws_appsync_domain_name": (Use("graphql-domain", "certificate_arn", "domain_name"),),
    "aws_cognito_user_pool_domain": (Use("user-pool-domain", "certificate_arn", "domain"),),
    "aws_amplify_domain_association": (Use("app-domain", "certificate_settings.custom_certificate_arn"),),
    "aws_opensearch_domain": (_SEARCH,),
    "aws_elasticsearch_domain": (_SEARCH,),
    "aws_ec2_client_vpn_endpoint": (
        Use("client-vpn", "server_certificate_arn"),
        Use("client-vpn", "authentication_options.root_certificate_chain_arn"),
    ),
    "aws_transfer_server": (Use("transfer-server", "certificate"),),
    "aws_iot_domain_configuration": (Use("iot-domain", "server_certificate_arns", "domain_name"),),
    "aws_vpclattice_service": (Use("lattice-service", "certificate_arn", "custom_domain_name"),),
    "aws_appmesh_virtual_node": (Use("mesh-listener", _MESH),),
    "aws_appmesh_virtual_gateway": (Use("mesh-listener", _MESH),),
    "aws_verifiedaccess_endpoint": (Use("verified-access", "domain_certificate_arn", "application_domain"),),
    "aws_redshiftserverless_custom_domain_association": (
        Use("warehouse-domain", "custom_domain_certificate_arn", "custom_domain_name"),
    ),
    "aws_networkfirewall_tls_inspection_configuration": (
        Use(
            "inspection",
            "tls_inspection_configuration.server_certificate_configuration.server_certificate.resource_arn",
        ),
    ),
}
"""By resource type."""


def listener(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the default certificate of ``aws_lb_listener``."""
    for entity in uses((_LISTENER,), resource):
        entity.listener = itself(resource, "arn")
        yield entity


def api_domain(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_api_gateway_domain_name``."""
    return domain_uses(resource, _REGIONAL, _EDGE, "endpoint_configuration.types")


def environment(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the certificates among the settings of ``aws_elastic_beanstalk_environment``."""
    for block, path in blocks(resource.values.get("setting"), ("setting",)).found:
        if block.get("name") in CERTIFICATE_OPTIONS:
            for index, named in enumerate(listed(block.get("value"))):
                at = (*path, "value", index)
                yield CertificateUse(resource, at, kind="environment", certificate=named, places={"certificate": ()})


def _translated(found: tuple[Use, ...], resource: Resource, _: Neighbours) -> Iterator[Entity]:
    return uses(found, resource)


TRANSLATORS: dict[str, Translate] = {
    **{name: partial(_translated, found) for name, found in USES.items()},
    "aws_lb_listener": listener,
    "aws_alb_listener": listener,
    "aws_api_gateway_domain_name": api_domain,
    "aws_elastic_beanstalk_environment": environment,
}
