"""What a route's target is, where only its name tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, needs

if TYPE_CHECKING:
    from seamlint.model.entity import Maybe, Pointer

_PREFIXES = {"igw-": "internet-gateway", "eigw-": "egress-only-gateway", "vgw-": "vpn-gateway", "vpce-": "endpoint"}


def gateway_kind(target: Pointer, declared: str) -> Maybe[str]:
    """Return `Route.kind` of what a route names as a gateway, which several kinds may be.

    ``declared`` is the kind of the resource that the target names by reference; empty where that is not known.
    """
    if isinstance(target, str):
        known = (kind for prefix, kind in _PREFIXES.items() if target.startswith(prefix))
        return "local" if target == "local" else next(known, Unknown((f"what {target} is",)))
    return declared or Unknown(needs(target) if target is not None else ())
