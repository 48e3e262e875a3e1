"""Resources that a principal could act on: it may call a new one whatever its policies allow.

Source: Service Authorization Reference (the ARN formats of the resource types that an action applies to).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.evaluate.values import Reference, Text, Verdict
from seamlint.facts.iam import services
from seamlint.facts.iam.access.holders import allowing
from seamlint.facts.iam.access.names import joined
from seamlint.facts.iam.automata import ANY, STAR
from seamlint.facts.iam.globs import Glob, glob

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.identities import Identity

_ANY_NAME, _ANY_LETTER, _ANY_REGION = "seamlint", "x", "us-east-1"


def witnesses(who: Identity, action: str) -> Iterator[Value]:
    """Yield ARNs, one a pattern of the principal's policies, on which an Allow lets it call an action."""
    seen: set[Value] = set()
    for policy in who.policies:
        for statement in allowing(policy.document, action):
            patterns = statement.resources if not statement.resources_inverted else (glob("*"),)
            for pattern in patterns or (glob("*"),):
                for arn in _instances(pattern, who, action) if isinstance(pattern, Glob) else ():
                    if isinstance(arn, (str, Text, Reference)) and arn not in seen:
                        seen.add(arn)
                        yield arn


def _instances(pattern: Glob, who: Identity, action: str) -> Iterator[Value]:
    types = _types(action, who.account)
    if not types:
        yield "*"
    for whole, typical in types:
        if pattern.match(typical) is Verdict.YES:
            yield typical
        elif pattern.overlaps(whole) is not Verdict.NO:
            yield example(pattern)


def _types(action: str, account: str | Reference) -> list[tuple[Glob, Value]]:
    """Return the patterns of the resource types that an action applies to, each with an ARN of that type."""
    known = services.action(action)
    patterns = services.resource_patterns(action.partition(":")[0])
    return [(patterns[kind], _of_type(patterns[kind], account))
            for kind in (known.resource_types if known else ()) if kind in patterns]  # fmt: skip


def _of_type(pattern: Glob, account: str | Reference) -> Value:
    text = "".join(token if isinstance(token, str) else "*" for token in pattern.tokens)
    _, _, service, region, owner, resource = (text.split(":", 5) + [""] * 6)[:6]
    where = _ANY_REGION if region else ""
    resource = resource.replace("*", _ANY_NAME)
    parts: list[Value] = [f"arn:aws:{service}:{where}:", account if owner else "", f":{resource}"]
    return joined(parts)


def example(pattern: Glob) -> Value:
    """Return a text that a pattern matches."""
    letters: dict[object, object] = {STAR: _ANY_NAME, ANY: _ANY_LETTER}
    parts: list[Any] = [letters.get(token, token) for token in pattern.tokens]
    return joined(parts)
