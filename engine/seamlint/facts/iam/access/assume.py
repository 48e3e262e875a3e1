"""AssumeRole: who may become whom, each edge with the statements that make it.

"Roles terms and concepts", "Cross-account policy evaluation logic" in the IAM User Guide. A trust policy that names a
principal of the role's own account suffices by itself; one that names the account delegates to identity policies;
across accounts both sides must allow.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice, takewhile
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
    from seamlint.facts.iam.automata import Tokens
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
    yield from (role for role in _begin_alike(graph, pattern) if pattern.match(role.arn) is not Verdict.NO)


@fact
def _matching(_graph: Graph) -> dict[Tokens, list[Identity]]:
    return {}


def surely_matching(graph: Graph, pattern: Glob) -> list[Identity]:
    """Return the roles whose ARN a pattern surely matches."""
    known = _matching(graph)
    if pattern.tokens not in known:
        found = matching_roles(graph, pattern)
        known[pattern.tokens] = [role for role in found if pattern.match(role.arn) is Verdict.YES]
    return known[pattern.tokens]


def _begin_alike(graph: Graph, pattern: Glob) -> Iterator[Identity]:
    """Yield the roles whose ARN begins as a pattern does, up to its first wildcard, and those not wholly known."""
    known, others = _sorted_roles(graph)
    letters = takewhile(lambda token: isinstance(token, str), pattern.tokens)
    prefix = "".join(str(letter) for letter in letters)
    first = bisect_left(known, (prefix, -1))
    yield from (role for _, at in takewhile(lambda each: each[0].startswith(prefix), islice(known, first, None))
                for role in [roles(graph)[at]])  # fmt: skip
    yield from others


@fact
def _sorted_roles(graph: Graph) -> tuple[list[tuple[str, int]], list[Identity]]:
    """Return known ARNs in order, each with the place of its role, and the roles whose ARN is not wholly known."""
    known = sorted((role.arn, at) for at, role in enumerate(roles(graph)) if isinstance(role.arn, str))
    return known, [role for role in roles(graph) if not isinstance(role.arn, str)]


def may_trust(graph: Graph, role: Identity, who: Identity) -> bool:
    """Tell whether a role's trust policy names a caller, its account or everyone."""
    named = _trusting(graph).get(who.arn, ()) if isinstance(who.arn, (str, Text, Reference)) else ()
    return role in named or role in _open_to(graph, who.account)


@fact
def _open(_graph: Graph) -> dict[str | Reference, frozenset[Identity]]:
    return {}


def _open_to(graph: Graph, account: str | Reference) -> frozenset[Identity]:
    """Return the roles whose trust policies name an account, or everyone."""
    known = _open(graph)
    if account not in known:
        root = f"arn:aws:iam::{account}:root" if isinstance(account, str) else Text(("arn:aws:iam::", account, ":root"))
        found = (_trusting(graph).get(name, ()) for name in (account, root, "*"))
        known[account] = frozenset(role for group in found for role in group)
    return known[account]


@fact
def _listed(_graph: Graph) -> dict[Identity, frozenset[str] | None]:
    return {}


def surely_does_not_trust(graph: Graph, role: Identity, who: Identity) -> bool:
    """Tell, without a decision, that no trust statement names a caller: all name others, by texts that are known."""
    known = _listed(graph)
    if role not in known:
        texts = [
            value if isinstance(value, str) and ":assumed-role/" not in value else None for value in _trusted(role)
        ]
        known[role] = None if None in texts else frozenset(text for text in texts if text is not None)
    listed = known[role]
    if listed is None or not isinstance(who.arn, str) or not isinstance(who.account, str):
        return False
    partition = who.arn.split(":", 2)[1]
    return listed.isdisjoint((who.arn, who.account, f"arn:{partition}:iam::{who.account}:root", "*"))


@fact
def _role_by_tokens(graph: Graph) -> dict[object, Identity]:
    return {literal(role.arn).tokens: role for role in roles(graph)}
