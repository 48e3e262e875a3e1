"""Roles whose sessions are always chained (IAM-012).

"Roles terms and concepts" in the IAM User Guide: role chaining limits the session to one hour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.facts.iam.access.assume import roles
from seamlint.facts.iam.access.identities import by_arn
from seamlint.facts.iam.documents import Effect
from seamlint.graph.graph import fact
from seamlint.model.iam import Role

if TYPE_CHECKING:
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.principals import Named
    from seamlint.graph.graph import Graph

HOUR = 3600


@dataclass(frozen=True, eq=False)
class ChainedRole:
    """A role with a long session.

    Attributes:
        role: the role.
        seconds: its longest session.
        only_chained: whether none but roles can assume it.
        statements: of its trust policy.
        needs: names of what would decide it.
    """

    role: Identity
    seconds: int
    only_chained: Verdict
    statements: tuple[Statement, ...]
    needs: tuple[str, ...]


@fact
def chained_roles(graph: Graph) -> list[ChainedRole]:
    """Return the roles that set a session over one hour, and whether it can ever be had."""
    found = []
    for role in roles(graph):
        entity = role.entity
        if not isinstance(entity, Role) or not isinstance(entity.max_session, int) or entity.max_session <= HOUR:
            continue
        assert role.trust is not None
        allows = tuple(each for each in role.trust.document.statements if each.effect is not Effect.DENY)
        verdict = Verdict.of(bool(allows))
        for statement in allows:
            verdict &= _names_roles(graph, statement)
        missing = tuple(name for each in allows for name in each.missing)
        found.append(ChainedRole(role, entity.max_session, verdict, allows, missing))
    return found


def _names_roles(graph: Graph, statement: Statement) -> Verdict:
    if statement.effect is None or statement.principals is None or statement.principals.inverted:
        return Verdict.UNDECIDED if statement.effect is None else Verdict.NO
    verdict = Verdict.YES
    for entry in statement.principals.entries:
        verdict &= _is_role(graph, entry)
    return verdict


def _is_role(graph: Graph, entry: Named) -> Verdict:
    value = entry.value
    if entry.type != "AWS":
        return Verdict.NO
    known = by_arn(graph).get(value) if isinstance(value, (str, Text, Reference)) else None
    if known is not None:
        return Verdict.of(isinstance(known.entity, Role))
    parts = value.parts if isinstance(value, Text) else (value,)
    text = "".join(part for part in parts if isinstance(part, str))
    if ":role/" in text or ":assumed-role/" in text:
        return Verdict.YES
    return Verdict.UNDECIDED if any(isinstance(part, (Unknown, Reference)) for part in parts) else Verdict.NO
