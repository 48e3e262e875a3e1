"""Chains of AssumeRole from another account to privileged roles (IAM-005).

Found backwards, from the privileged roles of one account at a time; each principal is reached once, by the shortest
chain, cycles and wildcards included.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.access.administrators import privileged
from seamlint.facts.iam.access.assume import admitting, callers
from seamlint.facts.iam.access.can import condition_words
from seamlint.facts.iam.access.names import same_account
from seamlint.facts.iam.access.outsiders import outsiders
from seamlint.facts.iam.proof import Kind
from seamlint.graph.graph import fact
from seamlint.model.iam import Role
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Reference
    from seamlint.facts.iam.access.administrators import Power
    from seamlint.facts.iam.access.can import Answer
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.outsiders import Outsider
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence


class Hop(NamedTuple):
    """One AssumeRole: the role, and the statements that allow it."""

    role: Identity
    because: tuple[Evidence, ...]


@dataclass(frozen=True, eq=False)
class Chain:
    """A chain of two or more hops from another account to a privileged role.

    Attributes:
        title: whose: an address, ``account 444455556666``, ``everyone``.
        account: the account it starts in; None for everyone.
        entry: the trust statement that lets it in, as a step of the proof.
        hops: the roles in order; the last is privileged.
        power: what makes it privileged.
        foreign: whether it starts in another account: undecided while an account is not known.
        needs: names of the accounts that would decide it.
    """

    title: str
    account: str | None
    entry: Evidence
    hops: tuple[Hop, ...]
    power: Power
    foreign: Verdict
    needs: tuple[str, ...] = ()


@fact
def external_chains(graph: Graph) -> list[Chain]:
    """Return the chains that begin in another account than that of the privileged role."""
    accounts = dict.fromkeys(role.account for role in privileged(graph) if isinstance(role.entity, Role))
    return [chain for account in accounts for chain in _into(graph, account)
            if chain.account not in graph.config.trusted_accounts]  # fmt: skip


class _Reach:
    """Who reaches the privileged roles of an account, and by which next hop."""

    def __init__(self, graph: Graph, account: str | Reference) -> None:
        found = (role for role in privileged(graph) if role.account == account and isinstance(role.entity, Role))
        self.targets = dict.fromkeys(found)
        self.hops: dict[Identity, tuple[Identity, Answer]] = {}
        self.done: dict[Identity, int] = dict.fromkeys(self.targets, 0)
        queue = deque(self.targets)
        while queue:
            role = queue.popleft()
            for who, answer in callers(graph, role, self.done):
                self.hops[who] = (role, answer)
                self.done[who] = self.done[role] + 1
                if isinstance(who.entity, Role):
                    queue.append(who)

    def path(self, who: Identity) -> Iterator[Hop]:
        """Yield the hops from a principal to a privileged role."""
        while who in self.hops:
            role, answer = self.hops[who]
            yield Hop(role, answer.because)
            who = role


def _into(graph: Graph, account: str | Reference) -> Iterator[Chain]:
    reach = _Reach(graph, account)
    for who, distance in reach.done.items():
        foreign = ~same_account(who.account, account)
        if distance >= 2 and foreign is not Verdict.NO:
            yield _inside(graph, reach, who, foreign)
        if distance >= 1 and isinstance(who.entity, Role):
            yield from _outside(graph, reach, who, account)


def _inside(graph: Graph, reach: _Reach, who: Identity, foreign: Verdict) -> Chain:
    hops = tuple(reach.path(who))
    _, answer = reach.hops[who]
    policy, statement = next(iter((*answer.allowing(Kind.RESOURCE), *answer.allowing())))
    entry = policy.evidence(statement, f"lets {who.address} assume {hops[0].role.address}")[0]
    account = who.account if isinstance(who.account, str) else None
    accounts = (each.address for each in (who.account, hops[-1].role.account) if not isinstance(each, str))
    power = privileged(graph)[hops[-1].role]
    return Chain(who.address, account, entry, hops, power, foreign, tuple(accounts))


def _outside(graph: Graph, reach: _Reach, role: Identity, account: str | Reference) -> Iterator[Chain]:
    for who in _distinct(outsiders(graph, role)):
        foreign = Verdict.YES if who.account is None else ~same_account(who.account, account)
        hops = tuple(reach.path(role))
        last = hops[-1].role
        if foreign is Verdict.NO or role.trust is None or _admits(last, who):
            continue
        says = f"lets {who.title} assume {role.address}{condition_words(who.conditions)}"
        entry = role.trust.evidence(who.statement, says)[0]
        needs = () if isinstance(account, str) else (account.address,)
        first = Hop(role, (entry,))
        yield Chain(who.title, who.account, entry, (first, *hops), privileged(graph)[last], foreign, needs)


def _distinct(found: Iterator[Outsider]) -> list[Outsider]:
    return list({(each.title, id(each.statement)): each for each in found}.values())


def _admits(role: Identity, who: Outsider) -> bool:
    """Tell whether a role lets somebody in without any chain."""
    entries = (entry for each in admitting(role) if each.principals is not None for entry in each.principals.entries)
    return any(entry.value == who.value for entry in entries)
