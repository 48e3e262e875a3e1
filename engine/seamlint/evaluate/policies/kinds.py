"""What a policy in a file of its own is for, told by its shape and by the names of its file and folder.

Source: IAM User Guide, "Identity-based policies and resource-based policies": only policies on resources have a
principal; AWS Organizations User Guide, "SCP syntax", "RCP syntax".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value

IDENTITY, TRUST, RESOURCE, ENDPOINT, SERVICE_CONTROL, RESOURCE_CONTROL = (
    *("identity", "trust", "resource", "endpoint", "service control", "resource control"),
)
_ELEMENTS = frozenset({"Effect", "Action", "NotAction", "Principal", "NotPrincipal", "Resource", "NotResource"})
_NAMED = (
    (RESOURCE_CONTROL, Pattern(r"(?<![a-z])rcps?(?![a-z])|resource[-_ ]?control")),
    (SERVICE_CONTROL, Pattern(r"(?<![a-z])scps?(?![a-z])|service[-_ ]?control")),
    (ENDPOINT, Pattern(r"(?<![a-z])vpce(?![a-z])|endpoint[-_ ]?polic")),
)
_PRINCIPALS = frozenset({"Principal", "NotPrincipal"})
_WILDCARD = Pattern(r"[*?]|\$\{")
_COLONS = 5
_TRUST_ACTION = Pattern(r"sts:(?:assumerole\w*\*?|tagsession|setsourceidentity|setcontext)", re.IGNORECASE)


def is_policy(value: Value) -> bool:
    """Tell whether a JSON object is a policy document: it has statements that look like some."""
    if not isinstance(value, dict) or "Statement" not in value:
        return False
    return any(len(_ELEMENTS & statement.keys()) > 1 for statement in _statements(value))


def kind_of(policy: Value, path: str) -> str:
    """Return what a policy is for; ``path`` is its file's, of which the last two names are heeded."""
    names = "/".join(path.replace("\\", "/").split("/")[-2:]).lower()
    named = next((kind for kind, pattern in _NAMED if pattern.search(names)), None)
    statements = list(_statements(policy))
    if not any(_PRINCIPALS & statement.keys() for statement in statements):
        return SERVICE_CONTROL if named == SERVICE_CONTROL else IDENTITY
    if all(_is_trust(statement) for statement in statements):
        return TRUST
    return named if named in (RESOURCE_CONTROL, ENDPOINT) else RESOURCE


def service_of(policy: Value) -> str:
    """Return the service whose resource a policy protects, as actions begin; empty where several or none are named."""
    services = {action.partition(":")[0].lower() for statement in _statements(policy) for action in _actions(statement)}
    return services.pop() if len(services) == 1 and "*" not in services else ""


def resource_of(policy: Value) -> str:
    """Return the ARN of the one resource that a policy on a resource speaks of, without what is in it; else nothing."""
    named = {_whole(pattern) for statement in _statements(policy) for pattern in _resources(statement)}
    return named.pop() if len(named) == 1 else ""


def _resources(statement: dict[str, Value]) -> list[Value]:
    named = statement.get("Resource")
    return named if isinstance(named, list) else [named]


def _whole(pattern: Value) -> str:
    """Return the resource that a pattern names in full, or names what is in it (``bucket/*``)."""
    whole = pattern.removesuffix("/*") if isinstance(pattern, str) else ""
    return "" if _WILDCARD.search(whole) or whole.count(":") < _COLONS or not whole.startswith("arn:") else whole


def _statements(policy: Value) -> Iterator[dict[str, Value]]:
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    for statement in statements if isinstance(statements, list) else [statements]:
        if isinstance(statement, dict):
            yield statement


def _is_trust(statement: dict[str, Value]) -> bool:
    actions = list(_actions(statement))
    return bool(actions) and "Resource" not in statement and all(_TRUST_ACTION.fullmatch(action) for action in actions)


def _actions(statement: dict[str, Value]) -> Iterator[str]:
    for name in ("Action", "NotAction"):
        named = statement.get(name)
        yield from (action for action in (named if isinstance(named, list) else [named]) if isinstance(action, str))
