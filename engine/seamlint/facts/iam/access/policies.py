"""Policies in force: documents that are parsed once, with what brings them into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.iam.access.names import names
from seamlint.facts.iam.conditions import unknown_condition
from seamlint.facts.iam.documents import Document, parse_document
from seamlint.graph.graph import fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity
    from seamlint.model.evidence import Evidence
    from seamlint.model.iam import PolicyDocument

ALLOW_ALL = parse_document({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A policy that is in force somewhere.

    Attributes:
        source: where it is written; None for what the code only lets us suspect.
        document: what it says.
        through: what brings it into force: attachments, memberships.
    """

    source: PolicyDocument | None
    document: Document
    through: tuple[Evidence, ...] = ()

    def evidence(self, statement: Statement, says: str) -> tuple[Evidence, ...]:
        """Return a step of a proof at a statement, and what brings the policy into force."""
        if self.source is None:
            return ()
        return (self.source.statement_evidence(statement.index, says, because=self.through),)


@fact
def _parsed(_graph: Graph) -> dict[tuple[int, bool], Document]:
    return {}


def parsed(graph: Graph, source: PolicyDocument, holders: Iterable[Entity] = ()) -> Document:
    """Return a document's statements; each stays open where one of the holders may not exist."""
    missing = [name for each in holders if each.presence is not Verdict.YES
               for name in each.resource.missing or (each.address,)]  # fmt: skip
    known = _parsed(graph)
    key = (id(source), bool(missing))
    if key not in known:
        document = parse_document(names(graph).settled(source.value))
        known[key] = _uncertain(document, tuple(missing)) if missing else document
    return known[key]


def may_allow(needs: tuple[str, ...], *, by_resource: bool = False) -> Document:
    """Return a document that may allow anything: what is not shown may add rights, also to anybody in its own way."""
    anything: Value = Unknown(needs or ("its other policies",))
    statement: dict[str, Value] = {"Effect": "Allow", "Action": anything, "Resource": anything}
    if by_resource:
        statement["Principal"] = anything
    return parse_document({"Version": "2012-10-17", "Statement": [statement]})


def _uncertain(document: Document, missing: tuple[str, ...]) -> Document:
    """Return a document of which nobody knows whether it will exist."""
    unknown = unknown_condition((Unknown(missing),), ())
    return replace(document, statements=tuple(
        replace(each, conditions=(*each.conditions, unknown), source=[each.source, Unknown(missing)])
        for each in document.statements
    ))  # fmt: skip
