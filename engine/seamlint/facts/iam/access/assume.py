"""AssumeRole: who may become whom, each edge with the statements that make it.

"Roles terms and concepts", "Cross-account policy evaluation logic" in the IAM User Guide. A trust policy that names a
principal of the role's own account suffices by itself; one that names the account delegates to identity policies;
across accounts both sides must allow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Verdict
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.holders import holders, is_exact
from seamlint.facts.iam.access.identities import by_arn, identities
from seamlint.facts.iam.access.targets import role_target
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob, literal
from seamlint.graph.graph import fact

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.can import Answer
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph

ASSUME = "sts:AssumeRole"


@fact
def _answers(_graph: Graph) -> dict[tuple[Identity, Identity], Answer]:
    return {}


def assume(graph: Graph, who: Identity, role: Identity) -> Answer:
    """Tell whether a user or role may assume a role."""
    known = _answers(graph)
    if (who, role) not in known:
        known[who, role] = can(graph, who, ASSUME, role_target(role))
    return known[who, role]


@fact
def roles(graph: Graph) -> list[Identity]:
    """Return the roles that have a trust policy."""
    return [each for each in identities(graph) if each.trust is not None]


def admitting(role: Identity) -> list[Statement]:
    """Return the statements of a role's trust policy that may let somebody call AssumeRole."""
    statements = role.trust.document.statements if role.trust else ()
    return [each for each in statements if each.effect is not Effect.DENY and _is_about_assume(each)]


def _is_about_assume(statement: Statement) -> bool:
    verdict = Verdict.NO
    for pattern in statement.actions:
        verdict |= pattern.match(ASSUME.lower())
    return (~verdict if statement.actions_inverted else verdict) is not Verdict.NO


def _trusted(role: Identity) -> Iterator[Value | None]:
    """Yield the principals of type AWS that a trust policy admits; None where it does not list them."""
    for statement in admitting(role):
        if statement.principals is None or statement.principals.inverted:
            yield None
            continue
        yield from (entry.value for entry in statement.principals.entries if entry.type == "AWS")


@fact
def _trusting(graph: Graph) -> dict[Value, list[Identity]]:
    """Return roles by the principals that their trust policies name."""
    found: dict[Value, list[Identity]] = {}
    for role in roles(graph):
        for value in dict.fromkeys(each for each in _trusted(role) if isinstance(each, (str, Text, Reference))):
            found.setdefault(value, []).append(role)
    return found


def delegates(role: Identity) -> bool:
    """Tell whether a trust policy admits more than principals that it names: an account, everyone, the unknown."""
    return any(not _is_one(value) for value in _trusted(role))


def _is_one(value: Value | None) -> bool:
    text = value if isinstance(value, str) else value.parts[-1] if isinstance(value, Text) else value
    if isinstance(text, Reference):
        return text.attribute == "arn"
    return isinstance(text, str) and ":" in text and not text.endswith(":root")


def callers(graph: Graph, role: Identity, passed: Container[Identity] = ()) -> Iterator[tuple[Identity, Answer]]:
    """Yield who may assume a role, and how; ``passed`` is left out without a look, and may grow meanwhile."""
    seen: dict[Identity, None] = {role: None}
    for group in _candidates(graph, role):
        for who in group:
            if who not in seen and who not in passed:
                seen[who] = None
                answer = assume(graph, who, role)
                if answer.verdict is Verdict.YES:
                    yield who, answer


def _candidates(graph: Graph, role: Identity) -> Iterator[Iterable[Identity]]:
    named = by_arn(graph)
    yield [named[value] for value in _trusted(role) if isinstance(value, (str, Text, Reference)) and value in named]
    if any(value == "*" or value is None for value in _trusted(role)):
        yield _by_account(graph).get(role.account, [])
    if delegates(role):
        yield from holders(graph, ASSUME).candidates(role.arn)


@fact
def _by_account(graph: Graph) -> dict[Value, list[Identity]]:
    found: dict[Value, list[Identity]] = {}
    for each in identities(graph):
        found.setdefault(each.account, []).append(each)
    return found


def assumable(graph: Graph, who: Identity) -> Iterator[tuple[Identity, Answer]]:
    """Yield the roles that a user or role may assume, and how."""
    seen: dict[Identity, None] = {who: None}
    for role in _roles_for(graph, who):
        if role not in seen:
            seen[role] = None
            answer = assume(graph, who, role)
            if answer.verdict is Verdict.YES:
                yield role, answer


def _roles_for(graph: Graph, who: Identity) -> Iterator[Identity]:
    if isinstance(who.arn, (str, Text, Reference)):
        yield from _trusting(graph).get(who.arn, ())
    yield from _trusting(graph).get("*", ())
    for grant in holders(graph, ASSUME).grants_of(who):
        for pattern in grant.statement.resources or ():
            yield from matching_roles(graph, pattern) if isinstance(pattern, Glob) else roles(graph)
        if grant.statement.resources_inverted:
            yield from roles(graph)


def matching_roles(graph: Graph, pattern: Glob) -> Iterator[Identity]:
    """Yield the roles whose ARN a pattern matches, or may."""
    if is_exact(pattern):
        found = _role_by_tokens(graph).get(pattern.tokens)
        if found is not None:
            yield found
        return
    yield from (role for role in roles(graph) if pattern.match(role.arn) is not Verdict.NO)


@fact
def _role_by_tokens(graph: Graph) -> dict[object, Identity]:
    return {literal(role.arn).tokens: role for role in roles(graph)}
