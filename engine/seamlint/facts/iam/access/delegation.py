"""Trust in an account's root, which is trust in everybody there who may call AssumeRole (IAM-017)."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Text, Verdict
from seamlint.facts.iam.access.assume import admitting, callers, roles
from seamlint.facts.iam.access.outsiders import account_of
from seamlint.facts.iam.proof import Kind
from seamlint.graph.graph import fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.can import Answer
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph

MOST = 50
"""How many principals are listed; a graph with thousands of roles needs no longer list."""


@dataclass(frozen=True, eq=False)
class RootTrust:
    """A statement that trusts the root of an account.

    Attributes:
        role, statement: the trust.
        own: whether the account is the role's.
        callers: the principals of the graph that can therefore assume the role, at most `MOST`, and why.
        needs: names of what would decide whose account it is.
    """

    role: Identity
    statement: Statement
    own: Verdict
    callers: tuple[tuple[Identity, Answer], ...]
    needs: tuple[str, ...] = ()


@fact
def root_trusts(graph: Graph) -> list[RootTrust]:
    """Return the statements that trust the root of what is, or may be, the role's own account."""
    return [found for role in roles(graph) for found in _of(graph, role)]


def _of(graph: Graph, role: Identity) -> Iterator[RootTrust]:
    for statement in admitting(role):
        entries = statement.principals.entries if statement.principals and not statement.principals.inverted else ()
        verdict = Verdict.NO
        for entry in entries if statement.effect is not None else ():
            verdict |= _is_own_root(entry.value, role) if entry.type == "AWS" else Verdict.NO
        if verdict is not Verdict.NO:
            needs = () if isinstance(role.account, str) else (role.account.address,)
            found = _delegated(graph, role) if verdict is Verdict.YES else ()
            yield RootTrust(role, statement, verdict, tuple(found), needs)


def _is_own_root(value: Value, role: Identity) -> Verdict:
    if value == role.account or value == _root(role):
        return Verdict.YES
    other = account_of(value) if isinstance(value, str) and not value.rpartition(":")[2].startswith(_NAMED) else None
    return Verdict.UNDECIDED if other is not None and not isinstance(role.account, str) else Verdict.NO


_NAMED = ("role/", "user/", "assumed-role/", "federated-user/")


def _root(role: Identity) -> Value:
    if isinstance(role.account, str):
        partition = role.arn.split(":")[1] if isinstance(role.arn, str) else "aws"
        return f"arn:{partition}:iam::{role.account}:root"
    return Text(("arn:aws:iam::", role.account, ":root"))


def _delegated(graph: Graph, role: Identity) -> Iterator[tuple[Identity, Answer]]:
    """Yield the principals that an identity policy of their own lets assume a role."""
    found = ((who, answer) for who, answer in callers(graph, role)
             if who.account == role.account and next(answer.allowing(Kind.IDENTITY), None) is not None)  # fmt: skip
    yield from islice(found, MOST)
