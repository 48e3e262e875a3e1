"""Every policy statement that the code holds, with the entity and the document that it stands in.

What AWS itself wrote (its managed policies and service-linked roles, in an account export say) is not among them:
nobody can mend it. Nor is what is only looked up and not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.access.names import readable_needs
from seamlint.facts.iam.access.policies import parsed
from seamlint.facts.iam.documents import Effect
from seamlint.graph.graph import fact
from seamlint.model.iam import AwsManagedDocument, ManagedPolicy, PolicyKind, Role, documents
from seamlint.model.paste.conditions import is_sensitive
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.documents import Document, Statement
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity
    from seamlint.model.evidence import Evidence
    from seamlint.model.iam import PolicyDocument

_OF_AWS = ":iam::aws:policy/"


class Written(NamedTuple):
    """A statement, and where it stands.

    Attributes:
        entity: the role, policy or resource that holds the document.
        source: the document as it is written.
        document: the document as it is evaluated.
        statement: one of its statements.
    """

    entity: Entity
    source: PolicyDocument
    document: Document
    statement: Statement

    @property
    def kind(self) -> PolicyKind:
        """What the document is for."""
        return self.source.kind

    @property
    def title(self) -> str:
        """The statement and its holder, in words."""
        name = f"statement {self.statement.index + 1}" if is_sensitive(self.source) else self.statement.title
        return f"{name} of {self.entity.address}"

    @property
    def allows(self) -> Verdict:
        """Whether it will exist and allow something."""
        return self.entity.presence & self._does(Effect.ALLOW)

    @property
    def denies(self) -> Verdict:
        """Whether it will exist and deny something."""
        return self.entity.presence & self._does(Effect.DENY)

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of what is missing to know the statement and its document's other statements."""
        missing = [name for each in self.document.statements for name in each.missing]
        if self.entity.presence is not Verdict.YES:
            missing += self.entity.resource.missing or (f"whether {self.entity.address} exists",)
        return readable_needs((*self.statement.missing, *missing))

    def shown(self, text: str) -> str:
        """Return what may be printed of a text of the document: nothing where that is marked sensitive."""
        return "(sensitive)" if is_sensitive(self.source) else text

    def evidence(self, says: str, *element: str | int, because: tuple[Evidence, ...] = ()) -> Evidence:
        """Return a step of a proof at the statement, or at an element of it."""
        return self.source.evidence(says, *self.statement.path, *element, because=because)

    def _does(self, effect: Effect) -> Verdict:
        known = self.statement.effect
        return Verdict.UNDECIDED if known is None else Verdict.of(known is effect)


class Held(NamedTuple):
    """A document, as it is written and as it is evaluated, with what holds it."""

    entity: Entity
    source: PolicyDocument
    document: Document


@fact
def held_documents(graph: Graph) -> list[Held]:
    """Return all documents, in the graph's order."""
    return [Held(entity, source, parsed(graph, source)) for entity, source in _sources(graph)]


@fact
def statements(graph: Graph) -> list[Written]:
    """Return the statements of all documents, in the graph's order."""
    return [Written(*held, statement) for held in held_documents(graph) for statement in held.document.statements]


@fact
def trusts(graph: Graph) -> list[Written]:
    """Return the statements of trust policies."""
    return [each for each in statements(graph) if each.kind is PolicyKind.TRUST]


def _sources(graph: Graph) -> Iterator[tuple[Entity, PolicyDocument]]:
    """Yield each document that is written somewhere once, also where it is in force for several."""
    seen: set[int] = set()
    for entity in graph:
        for source in () if _is_of_aws(entity) else documents(entity):
            known = not entity.looked_up or isinstance(source.value, (str, dict))
            if known and not isinstance(source, AwsManagedDocument) and id(source) not in seen:
                seen.add(id(source))
                yield entity, source


def _is_of_aws(entity: Entity) -> bool:
    """Tell whether an entity is AWS's own: a managed policy, or a service-linked role."""
    if isinstance(entity, Role):
        return entity.service_linked
    return isinstance(entity, ManagedPolicy) and isinstance(entity.arn, str) and _OF_AWS in entity.arn
