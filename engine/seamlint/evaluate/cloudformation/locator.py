"""Where the values of a resource are written, and what they came through. Only findings pay for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.evaluator import LOOP, Evaluator
from seamlint.evaluate.cloudformation.functions.choices import branches, decision_of
from seamlint.evaluate.cloudformation.origins import origins
from seamlint.evaluate.cloudformation.partial import NO_VALUE
from seamlint.evaluate.values import Verdict
from seamlint.named_tuples import NamedTuple
from seamlint.syntax.cloudformation.tree import Call, Mapping, Node, Sequence

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.resources import StackResource
    from seamlint.evaluate.resource import Origin
    from seamlint.evaluate.values import Path
    from seamlint.sources.span import Span
    from seamlint.syntax.cloudformation.tree import Entry


class Written(NamedTuple):
    """A node, the part of the text that is shown for it, what evaluates it, and the choices that led to it."""

    node: Node
    start: int
    end: int
    evaluator: Evaluator
    chosen: tuple[Node, ...] = ()


class TemplateLocator:
    """Finds places of one resource."""

    __slots__ = ("_resource",)

    def __init__(self, resource: StackResource) -> None:
        self._resource = resource

    @property
    def resource(self) -> StackResource:
        """The resource of the stack."""
        return self._resource

    def span_at(self, path: Path) -> Span:
        """Return the place of the deepest written part of a path: the item, the property, the resource's id."""
        written = self._written(path)
        return self._resource.stack.template.document.source.span(written.start, written.end)

    def trail(self, path: Path) -> tuple[Origin, ...]:
        """Return the parameters, mappings, conditions and stacks that the value at a path came through.

        Of what is not written, and of the resource as a whole, there are none.
        """
        written = self._written(path)
        nothing = written.node is self._resource.entry.value
        return () if nothing else origins(written.evaluator, (*written.chosen, written.node))

    def referred(self) -> tuple[str, ...]:
        """Return nothing: what a template refers to stays in its values."""
        return ()

    def _written(self, path: Path) -> Written:
        resource = self._resource
        entry = resource.entry
        properties = resource.written("Properties")
        at = Written(entry.value, entry.start, entry.end, resource.evaluator)
        if properties is None or not path:
            return at
        inside = at._replace(node=properties)
        for step in path:
            found = _step(_settled(inside), step)
            if found is None:
                return _settled(at)
            at = inside = found
        return at


def _settled(at: Written) -> Written:
    """Return the branch that is chosen where a value is an ``Fn::If``."""
    while isinstance(at.node, Call) and at.node.name == "Fn::If":
        parts = branches(at.node.argument)
        decision = decision_of(at.evaluator, parts[0]) if parts else None
        if parts is None or decision is None or decision.verdict is Verdict.UNDECIDED:
            return at
        branch = parts[1 if decision.verdict is Verdict.YES else 2]
        at = at._replace(node=branch, chosen=(*at.chosen, parts[0]))
    return at


def _step(at: Written, step: str | int) -> Written | None:
    """Return what is written for one step of a path, None where nothing more is."""
    node = at.node
    if isinstance(node, Mapping):
        return _entry(at, node, str(step))
    if isinstance(node, Sequence) and isinstance(step, int):
        items = (item for item in node.items if at.evaluator.found(item) is not NO_VALUE)
        item = next((item for index, item in enumerate(items) if index == step), None)
        if item is None:
            return None
        settled = _settled(at._replace(node=item))
        return settled._replace(start=settled.node.start, end=settled.node.end)
    return None


def _entry(at: Written, node: Mapping, key: str) -> Written | None:
    entry = node.entries.get(key)
    evaluator = at.evaluator
    if entry is None:
        entry, evaluator = _made(at, node, key)
    if entry is None:
        return None
    end = max(entry.end, entry.value.end)
    return at._replace(node=entry.value, start=entry.start, end=end, evaluator=evaluator)


def _made(at: Written, node: Mapping, key: str) -> tuple[Entry | None, Evaluator]:
    """Return the entry that a loop in a mapping makes under a key."""
    from seamlint.evaluate.cloudformation.loops import expanded

    for name, entry in node.entries.items():
        if name.startswith(LOOP):
            for made, inner, evaluator in expanded(at.evaluator, name, entry):
                if made == key:
                    return inner, evaluator
        elif at.evaluator.filled(name) == key:
            return entry, at.evaluator
    return None, at.evaluator
