"""What trust policies say: to services, accounts, federated subjects and everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.assume import admitting

if TYPE_CHECKING:
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.model.evidence import Evidence


def lets_service_assume(role: Identity, service: str) -> Evidence | None:
    """Return the statement by which a role trusts a service, as evidence; None where no statement names it."""
    for statement in admitting(role):
        principals = statement.principals
        if principals is None or principals.inverted or statement.effect is None:
            continue
        for entry in principals.entries:
            if entry.type == "Service" and isinstance(entry.value, str) and _is(entry.value, service):
                assert role.trust is not None
                return role.trust.evidence(statement, f"{role.address} trusts {service}")[0]
    return None


def _is(written: str, service: str) -> bool:
    """Tell whether a service's principal is meant, in any partition."""
    return written.removesuffix(".cn") == service
