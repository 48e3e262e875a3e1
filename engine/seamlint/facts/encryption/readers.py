"""Who may read or write encrypted data and cannot use its key (KMS-007).

"Using AWS KMS encryption with AWS services" in the AWS KMS Developer Guide, and the pages in `data_access`. A grant for
the key that one policy makes and the other does not answer is told by the rules of such grants, not here.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice, product
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.values import Text, Unknown, Verdict
from seamlint.facts.encryption.data import encrypted
from seamlint.facts.encryption.data_access import ACCESS, UNENCRYPTED, VIA
from seamlint.facts.encryption.keys import AwsManagedKey, key_target
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.holders import holders
from seamlint.facts.iam.access.identities import by_arn
from seamlint.facts.iam.access.names import same_account
from seamlint.facts.iam.access.targets import elsewhere, entity_target, part_of, resource_target
from seamlint.facts.iam.access.witnesses import example
from seamlint.facts.iam.automata import STAR
from seamlint.facts.iam.globs import Glob, literal
from seamlint.facts.iam.proof import Kind, Outcome
from seamlint.graph.graph import Elsewhere, fact
from seamlint.model.encryption import Key
from seamlint.model.iam import AwsManagedDocument, ProtectedResource
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.facts.encryption.data import Encrypted
    from seamlint.facts.encryption.data_access import Access
    from seamlint.facts.encryption.keys import KeyFound
    from seamlint.facts.iam.access.can import Answer, Target
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.automata import Tokens
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph

_MOST_BY_PATTERN = 50
_KEY = ":key/"
_COLONS = 5


class Attempt(NamedTuple):
    """Access to data that a principal has, and that the key does not let succeed.

    Attributes:
        data: what it has access to.
        access: what it may do.
        by: the answer that says so.
        policy, statement: the statement that lets it.
        operation: on the key, that it lacks.
        refused: the answer that says so.
    """

    data: Encrypted
    access: Access
    by: Answer
    policy: Policy
    statement: Statement
    operation: str
    refused: Answer


@dataclass(frozen=True, eq=False)
class LockedOut:
    """A principal that has access to data but not to the key.

    Attributes:
        who: the principal.
        keys: the key; several where one statement is for all data of a service. Only looked up, or not known at all,
            where it is UNDECIDED.
        attempts: what it has access to in vain, in the order of the data.
        verdict: UNDECIDED where it may be able to use the key.
        is_delegated: whether the key's policy leaves it to identity policies of its account.
    """

    who: Identity
    keys: tuple[KeyFound, ...]
    attempts: tuple[Attempt, ...]
    verdict: Verdict
    is_delegated: bool

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of what would decide it."""
        data = self.attempts[0].data
        missing = (name for each in self.attempts for name in each.refused.needs)
        return (isinstance(data.key, Key) and tuple(dict.fromkeys(missing))) or data.needs


@fact
def locked_out(graph: Graph) -> list[LockedOut]:
    """Return the principals that have, or may have, access to data without access to its key.

    A principal is asked about a bounded number of data to which no statement gives it access by name.
    """
    found: dict[tuple[object, ...], list[tuple[Identity, Attempt]]] = {}
    asked: Counter[tuple[str, Identity]] = Counter()
    for data in encrypted(graph):
        if not isinstance(data.key, AwsManagedKey):
            for who, attempt in _attempts(graph, data, asked):
                verdict = _refusal(attempt)
                same = id(attempt.statement) if _is_for_all(attempt.statement, data) else id(data.key)
                found.setdefault((id(who), same, verdict), []).append((who, attempt))
    return [_locked_out(alike) for alike in found.values()]


def _refusal(attempt: Attempt) -> Verdict:
    """Tell whether access to data surely fails for want of its key."""
    known = Verdict.YES if isinstance(attempt.data.key, Key) else Verdict.UNDECIDED
    return ~attempt.refused.verdict & attempt.data.verdict & known


def _locked_out(alike: list[tuple[Identity, Attempt]]) -> LockedOut:
    attempts = tuple(attempt for _, attempt in alike)
    steps = [step for each in attempts for step, _ in each.refused.decision.allowing]
    keys = tuple({id(each.data.key): each.data.key for each in attempts}.values())
    is_delegated = any(step.kind is Kind.RESOURCE for step in steps)
    return LockedOut(alike[0][0], keys, attempts, _refusal(attempts[0]), is_delegated)


def _is_for_all(statement: Statement, data: Encrypted) -> bool:
    """Tell whether a statement is for all resources, or for all of the kind of some data: ``secret:*``."""
    return any(isinstance(each, Glob) and _name(each, data.kind)[:1] == (STAR,) for each in statement.resources or ())


def _name(pattern: Glob, kind: str) -> Tokens:
    """Return what of a pattern stands for the name of something of a kind: ``b*`` of ``arn:...:secret:b*``."""
    colons = [at for at, each in enumerate(pattern.tokens) if each == ":"]
    if len(colons) < _COLONS:
        return pattern.tokens[pattern.tokens.index(STAR) :] if STAR in pattern.tokens else ()
    rest = pattern.tokens[colons[_COLONS - 1] + 1 :]
    return rest[len(kind) + 1 :] if rest[: len(kind)] == tuple(kind) else rest


def _attempts(
    graph: Graph, data: Encrypted, asked: Counter[tuple[str, Identity]]
) -> Iterator[tuple[Identity, Attempt]]:
    key = _key(graph, data)
    found: set[tuple[Identity, str]] = set()
    for access in ACCESS.get((data.service, data.kind), ()):
        for target, candidates in _targets(graph, data, access, asked):
            for who, operation in product(candidates, access.needs):
                if (who, operation) in found:
                    continue
                refused = can(graph, who, operation, key, _context(data, access, target))
                if refused.verdict is Verdict.YES or _is_half_made(refused):
                    continue
                for attempt in _attempt(graph, who, (data, access, target), refused):
                    found.add((who, operation))
                    yield who, attempt


def _key(graph: Graph, data: Encrypted) -> Target:
    """Return the key of data as what principals act on; of one that no scanned code declares nothing is known."""
    if isinstance(data.key, Key):
        return key_target(graph, data.key)
    arn = data.key.text if isinstance(data.key, Elsewhere) and _KEY in data.key.text else Unknown(data.needs)
    return replace(elsewhere(arn), is_complete=False)


def _attempt(graph: Graph, who: Identity, to: tuple[Encrypted, Access, Target], refused: Answer) -> Iterator[Attempt]:
    """Yield the access of a principal that is refused the key, if it surely has that access."""
    data, access, target = to
    by = can(graph, who, access.action, target, UNENCRYPTED)
    if by.verdict is not Verdict.YES or who.entity.presence is not Verdict.YES:
        return
    named = [each for each in by.allowing(Kind.RESOURCE) if who in _named(graph, each[1])]
    for policy, statement in (*by.allowing(Kind.IDENTITY), *named):
        if _is_meant(policy, statement, access) and _is_near(who, statement, data):
            yield Attempt(data, access, by, policy, statement, refused.action, refused)
            return


def _targets(
    graph: Graph, data: Encrypted, access: Access, asked: Counter[tuple[str, Identity]]
) -> Iterator[tuple[Target, Iterable[Identity]]]:
    """Yield the data, and of parts of it those that policies name, each with who may have access."""
    found = next(iter(graph.of(ProtectedResource, data.owner)), None)
    whole = resource_target(graph, found) if found is not None else entity_target(graph, data.owner)
    target = part_of(whole, access.below) if access.below else whole
    yield target, _candidates(graph, access, target, asked)
    inside = part_of(whole, "/")
    for pattern, candidates in islice(_parts(graph, access, inside), _MOST_BY_PATTERN) if access.below else ():
        yield replace(target, arn=example(pattern)), candidates


def _parts(graph: Graph, access: Access, inside: Target) -> Iterator[tuple[Glob, Iterable[Identity]]]:
    """Yield the patterns of what is inside a bucket, with those to whom statements with them give something."""
    yield from holders(graph, access.action).below(inside.arn)
    start = literal(inside.arn).tokens
    for policy in inside.policies:
        for statement in policy.document.statements:
            for pattern in statement.resources or ():
                if isinstance(pattern, Glob) and pattern.tokens[: len(start)] == start:
                    yield pattern, _named(graph, statement)


def _candidates(
    graph: Graph, access: Access, target: Target, asked: Counter[tuple[str, Identity]]
) -> dict[Identity, None]:
    """Return those whom an identity policy, or the resource's policy by name, may give access."""
    exact, *by_pattern = holders(graph, access.action).candidates(target.arn)
    found = dict(exact)
    for who in (each for group in by_pattern for each in group if each not in found):
        asked[access.action, who] += 1
        if asked[access.action, who] <= _MOST_BY_PATTERN:
            found[who] = None
    for policy in target.policies:
        for statement in policy.document.statements:
            found |= dict.fromkeys(_named(graph, statement))
    return found


def _named(graph: Graph, statement: Statement) -> Iterator[Identity]:
    """Yield the principals of the graph that a statement names."""
    for entry in statement.principals.entries if statement.principals is not None else ():
        named = by_arn(graph).get(entry.value) if not isinstance(entry.value, (list, dict)) else None
        if named is not None:
            yield named


def _context(data: Encrypted, access: Access, target: Target) -> dict[str, object]:
    """Return what the service tells KMS."""
    service = access.action.partition(":")[0]
    via = VIA.get(service, service)
    region = data.region if isinstance(data.region, str) else Unknown((f"the region of {data.title}",))
    known: dict[str, object] = {"kms:viaservice": _joined(f"{via}.", region, ".amazonaws.com")}
    if access.context:
        known[f"kms:encryptioncontext:{access.context.lower()}"] = target.arn
    return known


def _joined(before: str, region: str | Unknown, after: str) -> str | Text:
    return before + region + after if isinstance(region, str) else Text((before, region, after))


def _is_half_made(refused: Answer) -> bool:
    """Tell whether one side of the grant is there: an identity policy, or across accounts the key's policy by name."""
    if refused.decision.outcome is Outcome.EXPLICITLY_DENIED:
        return False
    across = same_account(refused.who.account, refused.target.account) is Verdict.NO
    return refused.verdict is Verdict.NO and any(
        step.kind is Kind.IDENTITY or (across and Verdict.YES in (match.naming.itself, match.naming.role))
        for step, match in refused.decision.allowing
    )


def _is_near(who: Identity, statement: Statement, data: Encrypted) -> bool:
    """Tell whether a statement speaks of some data: one for all data does not mean that of other units."""
    return not _is_for_all(statement, data) or who.entity.resource.unit == data.owner.resource.unit


def _is_meant(policy: Policy, statement: Statement, access: Access) -> bool:
    """Tell whether a statement is about such data: neither an administrator's nor one of AWS's own for all services."""
    if any(pattern.tokens == (STAR,) for pattern in statement.actions if isinstance(pattern, Glob)):
        return False
    if not isinstance(policy.source, AwsManagedDocument):
        return policy.source is not None and not statement.actions_inverted
    return bool(access.aws_policies) and f"/{access.aws_policies}" in policy.source.arn
