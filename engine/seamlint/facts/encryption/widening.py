"""Users of a key whom its policy does not name, beside those whom it does (KMS-003).

"Default key policy" in the AWS KMS Developer Guide: a statement that names the account leaves its actions to the
account's identity policies, whoever else the policy lists.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Text, Verdict
from seamlint.facts.encryption.key_policies import CRYPTOGRAPHIC, KeyStatement, is_of_its_key, key_statements
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.holders import holders, on_action
from seamlint.facts.iam.access.names import joined, names
from seamlint.facts.iam.access.outsiders import account_of
from seamlint.facts.iam.access.targets import resource_target
from seamlint.facts.iam.proof import Kind
from seamlint.graph.graph import fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Reference, Value
    from seamlint.facts.iam.access.can import Answer
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.graph.graph import Graph

MOST = 50
"""How many principals are listed; a graph with thousands of roles needs no longer list."""


@dataclass(frozen=True, eq=False)
class Widening:
    """A key policy that names users of its key, and leaves the same to the account.

    Attributes:
        root: the statement that leaves it to the account.
        named: the statements that name users.
        unnamed: principals of the graph that can use the key without being named, at most `MOST`, and why.
    """

    root: KeyStatement
    named: tuple[KeyStatement, ...]
    unnamed: tuple[tuple[Identity, Answer], ...]


@fact
def widenings(graph: Graph) -> list[Widening]:
    """Return the key policies whose delegation lets principals of the graph in beside those who are named."""
    by_key: dict[int, list[KeyStatement]] = {}
    for each in key_statements(graph):
        if each.key is not None and each.written.allows is Verdict.YES and is_of_its_key(graph, each) is Verdict.YES:
            by_key.setdefault(id(each.key), []).append(each)
    return [found for policy in by_key.values() for found in _widening(graph, policy)]


def _widening(graph: Graph, policy: list[KeyStatement]) -> Iterator[Widening]:
    roots = [each for each in policy if _names_root(each)]
    others = [each for each in policy if each not in roots]
    named = [each for each in others if _names_somebody(each)]
    for root in roots:
        delegated = [action for action in CRYPTOGRAPHIC if _gives(root, action)]
        shared = [action for action in delegated if any(_gives(each, action) for each in named)]
        beside = [each for each in named if any(_gives(each, action) for action in shared)]
        unnamed = tuple(islice(_unnamed(graph, root, others, shared), MOST))
        if unnamed:
            yield Widening(root, tuple(beside), unnamed)
            return


def _gives(each: KeyStatement, action: str) -> bool:
    return on_action(each.written.statement, action.lower()) is Verdict.YES


def _names_root(each: KeyStatement) -> bool:
    """Tell whether a statement names the key's own account."""
    return any(entry == each.account or entry == _root(each) for entry in _entries(each))


def _names_somebody(each: KeyStatement) -> bool:
    """Tell whether a statement names users or roles of the key's account; those of others have to be named."""
    return any(_is_somebody(entry) and _is_of(entry, each.account) for entry in _entries(each))


def _is_somebody(entry: Value) -> bool:
    return any(f":{kind}/" in _text(entry) for kind in ("role", "user", "assumed-role", "federated-user"))


def _is_of(entry: Value, account: str | Reference) -> bool:
    """Tell whether a principal is one of an account; what names no id is named by a resource or by its account."""
    named = account_of(_text(entry))
    return named is None or named == account


def _text(entry: Value) -> str:
    """Return an ARN, with what is not known of it left open."""
    parts = entry.parts if isinstance(entry, Text) else (entry,)
    return "".join(each if isinstance(each, str) else "?" for each in parts)


def _entries(each: KeyStatement) -> Iterator[Value]:
    principals = each.written.statement.principals
    if principals is not None and not principals.inverted:
        yield from (entry.value for entry in principals.entries if entry.type == "AWS")


def _root(each: KeyStatement) -> Value:
    partition = each.policy_holder.resource.partition or "aws"
    return joined((f"arn:{partition}:iam::", each.account, ":root"))


def _unnamed(
    graph: Graph, root: KeyStatement, others: list[KeyStatement], actions: list[str]
) -> Iterator[tuple[Identity, Answer]]:
    """Yield who can use the key because an identity policy lets it, and is not among those whom the policy admits."""
    assert root.key is not None
    target = resource_target(graph, root.key)
    seen: set[int] = set()
    for action in actions:
        giving = [each for each in others if _gives(each, action)]
        for group in holders(graph, action).candidates(names(graph).arn(root.key)):
            for who in group:
                if id(who) in seen or who.account != root.account or _is_named(who, giving):
                    continue
                answer = can(graph, who, action, target)
                if answer.verdict is Verdict.YES and next(answer.allowing(Kind.IDENTITY), None) is not None:
                    seen.add(id(who))
                    yield who, answer


def _is_named(who: Identity, statements: list[KeyStatement]) -> bool:
    """Tell whether some statements may mean a principal, by its name or with everyone."""
    for each in statements:
        principals = each.written.statement.principals
        naming = principals.naming(who.caller) if principals is not None else None
        if naming is not None and (naming.role | naming.itself) is not Verdict.NO:
            return True
    return False
