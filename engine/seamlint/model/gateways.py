"""What gateways let through, read alike in every dialect.

Source: Amazon VPC Transit Gateways, "Security group referencing".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Maybe


def group_referencing(
    attachment: Resource, here: Maybe[str] | None, there: Maybe[str] | None, gateway: Resource | None
) -> Maybe[bool]:
    """Tell whether groups can be named through a transit gateway's attachment.

    Both must support it; the attachment does unless told otherwise (``here``), the gateway only when told (``there``).
    """
    if here == "disable" or isinstance(here, Unknown):
        return here if isinstance(here, Unknown) else False
    if gateway is None or gateway.mode == "data":
        return Unknown((f"security group referencing of the transit gateway of {attachment.address}",))
    return there if isinstance(there, Unknown) else there == "enable"


_ENDPOINTS = {"Gateway": "gateway", "Interface": "interface", "GatewayLoadBalancer": "gateway-load-balancer"}


def endpoint_kind(written: Maybe[str] | None) -> Maybe[str]:
    """Return `Endpoint.kind` of what AWS calls it; a gateway where nothing is written."""
    if written is None:
        return "gateway"
    return _ENDPOINTS.get(written, written.lower()) if isinstance(written, str) else written
