"""Grants of identity policies to which a key's policy gives no force (KMS-001).

"Key policies in AWS KMS" and "Using IAM policies with AWS KMS" in the AWS KMS Developer Guide: without the key policy's
consent, by name or by leaving it to the account, an identity policy for the key does nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.values import Reference, Text, Verdict
from seamlint.facts.encryption.key_policies import CRYPTOGRAPHIC, operations, printable
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.identities import by_arn, identities
from seamlint.facts.iam.access.names import joined, names, readable_needs, same_account
from seamlint.facts.iam.access.targets import resource_target, resources_by_arn
from seamlint.facts.iam.automata import ANY, STAR
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob, glob
from seamlint.facts.iam.proof import Kind
from seamlint.graph.graph import fact
from seamlint.model.iam import KeyGrant, ProtectedResource
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.automata import Token
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph

_BEFORE_ID = tuple(":key/")


class _Consent(NamedTuple):
    """Whether a key policy lets somebody do something, and whether it does so by name, too."""

    verdict: Verdict
    by_name: bool


@dataclass(frozen=True, eq=False)
class DeadGrant:
    """An Allow for a key whose policy gives the caller nothing of it.

    Attributes:
        policy, statement: the identity statement.
        key: the key.
        callers: those who hold it.
        actions: operations without force, as the statement spells them.
        is_whole: whether these are all that the statement grants on the key.
        verdict: UNDECIDED where the key policy, or an account, is not known.
        needs: names of what would decide it.
    """

    policy: Policy
    statement: Statement
    key: ProtectedResource
    callers: tuple[Identity, ...]
    actions: tuple[str, ...]
    is_whole: bool
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def dead_grants(graph: Graph) -> list[DeadGrant]:
    """Return the identity statements that name a key of the account whose policy does not consent."""
    found: dict[tuple[int, int], list[tuple[Identity, Policy, Statement, ProtectedResource]]] = {}
    for who in identities(graph):
        for policy in who.policies:
            for statement in policy.document.statements if policy.source is not None else ():
                for key in keys_named(graph, statement):
                    found.setdefault((id(statement), id(key)), []).append((who, policy, statement, key))
    return [grant for held in found.values() for grant in _dead(graph, held)]


def keys_named(graph: Graph, statement: Statement) -> Iterator[ProtectedResource]:
    """Yield the keys that an Allow names in full, or by a pattern that tells which key it means."""
    if statement.effect is not Effect.ALLOW or statement.resources_inverted or not _speaks_of_keys(statement):
        return
    found: dict[int, ProtectedResource] = {}
    for pattern in statement.resources or ():
        if isinstance(pattern, Glob):
            found |= {id(key): key for key in _named(graph, pattern)}
    yield from found.values()


def _speaks_of_keys(statement: Statement) -> bool:
    """Tell whether a statement spells actions of AWS KMS."""
    begin = tuple("kms:")
    return not statement.actions_inverted and any(each.tokens[: len(begin)] == begin for each in statement.actions)


def _named(graph: Graph, pattern: Glob) -> Iterator[ProtectedResource]:
    """Yield the keys that a pattern means; one that leaves the whole id open means none in particular."""
    tokens = pattern.tokens
    if STAR not in tokens and ANY not in tokens:
        whole = joined(tokens)  # type: ignore[arg-type]  # without wildcards, tokens are parts of a text
        key = resources_by_arn(graph).get(whole) if isinstance(whole, (str, Text, Reference)) else None
        if key is not None and key.service == "kms" and not key.looked_up:
            yield key
    elif _tells_the_id(tokens):
        for key in _keys(graph):
            if pattern.match(names(graph).arn(key)) is Verdict.YES:
                yield key


def _tells_the_id(tokens: tuple[Token, ...]) -> bool:
    width = len(_BEFORE_ID)
    at = next((at for at in range(len(tokens)) if tokens[at : at + width] == _BEFORE_ID), None)
    return at is not None and any(each not in (STAR, ANY) for each in tokens[at + width :])


@fact
def _keys(graph: Graph) -> list[ProtectedResource]:
    return [each for each in graph.all(ProtectedResource) if each.service == "kms" and not each.looked_up]


def _dead(graph: Graph, held: list[tuple[Identity, Policy, Statement, ProtectedResource]]) -> Iterator[DeadGrant]:
    _, policy, statement, key = held[0]
    alike: dict[tuple[Verdict, tuple[str, ...], bool], list[Identity]] = {}
    for who, *_ in held:
        judged = _judged(graph, who, statement, key)
        if judged[0] is not Verdict.NO:
            alike.setdefault(judged, []).append(who)
    for (verdict, spelled, is_whole), callers in alike.items():
        missing = _needs(graph, callers[0], key) if verdict is Verdict.UNDECIDED else ()
        shown = printable(policy.source, spelled)
        yield DeadGrant(policy, statement, key, tuple(callers), shown, is_whole, verdict, missing)


def _judged(
    graph: Graph, who: Identity, statement: Statement, key: ProtectedResource
) -> tuple[Verdict, tuple[str, ...], bool]:
    """Tell whether a grant has no force, which of its actions have none, and whether these are all of them."""
    one_account = same_account(who.account, names(graph).account(key)) & ~_is_grantee(graph, who, key)
    if one_account is Verdict.NO:
        return Verdict.NO, (), False
    alone = replace(who, policies=(), boundaries=(), control=(), needs=())
    consents = {spelled: _consent(graph, alone, key, meant) for spelled, meant in operations(statement)}
    said = [each.verdict for each in consents.values()]
    dead = tuple(spelled for spelled, each in consents.items() if each.verdict is Verdict.NO)
    if Verdict.YES in said:
        partly = any(map(_is_cryptographic, dead)) and not any(each.by_name for each in consents.values())
        return (one_account if partly else Verdict.NO), dead, False
    if not said or Verdict.UNDECIDED in said:
        return (Verdict.UNDECIDED if said else Verdict.NO), tuple(consents), True
    return one_account, dead, True


def _is_cryptographic(spelled: str) -> bool:
    pattern = glob(spelled.lower())
    return any(pattern.matches(each.lower()) for each in CRYPTOGRAPHIC)


def _consent(graph: Graph, who: Identity, key: ProtectedResource, operations: list[str]) -> _Consent:
    """Tell whether a key policy lets a principal, given without policies of its own, do one of some operations."""
    verdict, by_name = Verdict.NO, False
    for operation in operations:
        for step in can(graph, who, operation, resource_target(graph, key)).decision.steps:
            for match in step.opinion.allows if step.kind is Kind.RESOURCE else ():
                verdict |= Verdict.YES if match.is_conditional else match.verdict
                by_name |= (match.naming.role | match.naming.itself) is not Verdict.NO
        if verdict is Verdict.YES:
            break
    return _Consent(verdict, by_name)


def _is_grantee(graph: Graph, who: Identity, key: ProtectedResource) -> Verdict:
    """Tell whether a grant that the code declares is for a principal."""
    verdict = Verdict.NO
    for grant in graph.pointing(KeyGrant, "kms_key", key):
        grantee = names(graph).settled(grant.grantee)
        if grantee == who.arn:
            return Verdict.YES
        is_other = isinstance(grantee, str) or (isinstance(grantee, (Reference, Text)) and grantee in by_arn(graph))
        verdict |= Verdict.NO if is_other else Verdict.UNDECIDED
    return verdict


def _needs(graph: Graph, who: Identity, key: ProtectedResource) -> tuple[str, ...]:
    """Return what would decide whether a key policy consents."""
    target = resource_target(graph, key)
    missing = [name for each in target.policies for statement in each.document.statements for name in statement.missing]
    accounts = [each.address for each in (who.account, target.account) if isinstance(each, Reference)]
    return readable_needs([*missing, *accounts]) or (f"the policy of {key.address}",)
