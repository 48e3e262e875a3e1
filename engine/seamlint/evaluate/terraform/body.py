"""The body of a resource or of a block in one: what its attributes and nested blocks evaluate to.

Source: Terraform language documentation, "Configuration Syntax", "Dynamic Blocks".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate import values as neutral
from seamlint.evaluate.terraform.errors import CycleError, EvaluationError
from seamlint.evaluate.terraform.expressions import evaluate
from seamlint.evaluate.terraform.lazy import Entries
from seamlint.evaluate.terraform.limits import TOO_MUCH
from seamlint.evaluate.terraform.overrides import nested_type
from seamlint.evaluate.terraform.plain import plain
from seamlint.evaluate.terraform.types import DYNAMIC
from seamlint.evaluate.terraform.values import (
    List,
    Map,
    Null,
    Object,
    Set,
    Tuple,
    Unknown,
    Value,
    entries_of,
    summary_of,
    unmark,
)  # fmt: skip
from seamlint.named_tuples import NamedTuple
from seamlint.syntax.hcl.tree import Block, Body, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.evaluate.terraform.module import Module
    from seamlint.evaluate.terraform.problems import Problems
    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.sources.span import SourceText
    from seamlint.syntax.hcl.tree import Attribute, Expression

META_ARGUMENTS = frozenset({"count", "for_each", "provider", "depends_on"})
META_BLOCKS = frozenset({"lifecycle", "connection", "provisioner"})
STEPS_A_BLOCK = 200
"""What a generated block costs of a root's `Work`: a hundred thousand of them use it up."""
NODES_FOR_NOTHING = 100
"""Of an argument's value. A larger one costs its size of a root's `Work`, for every instance has a copy of it."""
TOO_MANY = "this generates more blocks, with those before it, than are evaluated; what they hold is not known"
ITSELF = "this depends on itself"
TOO_DEEP = "this depends on more values, one through the other, than can be followed"


@dataclass(frozen=True)
class Evaluator:
    """Evaluates what stands in one file of a module; what Terraform refuses is told and becomes unknown."""

    module: Module
    source: SourceText
    problems: Problems

    def of(self, block: Block) -> Evaluator:
        """Return the evaluator for what stands inside a nested block (which may come from an override file)."""
        source = self.module.source_of(block, self.source)
        return self if source is self.source else Evaluator(self.module, source, self.problems)

    def attribute(self, attribute: Attribute, scope: Scope) -> Value:
        """Return an attribute's value."""
        return self.expression(attribute.expression, scope, self.module.source_of(attribute, self.source))

    def refused(self, message: str, attribute: Attribute) -> Unknown:
        """Tell why an attribute's value is not used; return what stands in for it."""
        source = self.module.source_of(attribute, self.source)
        return self.problems.unusable(message, source.span(attribute.start, attribute.end))

    def expression(self, expression: Expression, scope: Scope, source: SourceText | None = None) -> Value:
        """Return an expression's value."""
        return value_of(expression, scope, source or self.source, self.problems)


def value_of(expression: Expression, scope: Scope, source: SourceText, problems: Problems) -> Value:
    """Return an expression's value; what Terraform refuses is told and becomes unknown.

    All of a value is evaluated with it, for a resource may be an argument of itself.
    """
    try:
        value = evaluate(expression, scope)
        summary_of(value)
    except EvaluationError as error:
        return problems.refused(error, source)
    except CycleError:
        return problems.unusable(ITSELF, source.span(expression.start, expression.end))
    except RecursionError:
        return problems.unusable(TOO_DEEP, source.span(expression.start, expression.end))
    return value


class Placed(NamedTuple):
    """One nested block as it will be, dynamic blocks written out.

    Attributes:
        block: the block as written, or the ``content`` of a dynamic one; None where blocks of this type may exist that
            are not known, for want of ``needs``.
    """

    type: str
    block: Block | None
    scope: Scope
    evaluator: Evaluator
    dynamic: Block | None = None
    needs: tuple[str, ...] = ()


def placed_blocks(body: Body, scope: Scope, evaluator: Evaluator) -> Iterator[Placed]:
    """Yield the nested blocks of a body in source order."""
    for block in body.blocks:
        if block.type == "dynamic" and block.labels:
            yield from _generated(block, scope, evaluator.of(block))
        else:
            yield Placed(block.type, block, scope, evaluator.of(block))


def _generated(dynamic: Block, scope: Scope, evaluator: Evaluator) -> Iterator[Placed]:
    content = next((block for block in dynamic.body.blocks if block.type == "content"), None)
    for_each = dynamic.body.attributes.get("for_each")
    kind = dynamic.labels[0]
    if content is None or for_each is None:
        span = evaluator.source.span(dynamic.start, dynamic.header_end)
        evaluator.problems.unusable(f'dynamic "{kind}" needs for_each and a content block', span)
        return
    items, missing = _items(evaluator.attribute(for_each, scope), for_each, evaluator)
    if not scope.work.spend(len(items) * STEPS_A_BLOCK):
        span = evaluator.source.span(dynamic.start, dynamic.header_end)
        items, missing = [], evaluator.problems.unusable(TOO_MANY, span).needs
    iterator = iterator_name(dynamic)
    for key, value in items:
        within = scope.child({iterator: Object({"key": key, "value": value})})
        yield Placed(kind, content, within, evaluator, dynamic)
    if missing is not None:
        stand_in = Unknown(DYNAMIC, missing)
        within = scope.child({iterator: Object({"key": stand_in, "value": stand_in})})
        yield Placed(kind, None, within, evaluator, dynamic, missing)


def iterator_name(dynamic: Block) -> str:
    """Return the name by which the content of a dynamic block knows the item at hand."""
    named = dynamic.body.attributes.get("iterator")
    return named.expression.name if named and isinstance(named.expression, Name) else dynamic.labels[0]


def _items(
    value: Value, for_each: Attribute, evaluator: Evaluator
) -> tuple[list[tuple[Value, Value]], tuple[str, ...] | None]:
    """Return what a dynamic block iterates over, and what is missing to know all of it (None for nothing)."""
    value, _ = unmark(value)
    if isinstance(value, (Map, Object)):
        return list(entries_of(value)), None
    if isinstance(value, (List, Tuple)):
        return list(enumerate(value.items)), None
    if isinstance(value, Set):
        return [(item, item) for item in value.items], None
    if isinstance(value, Unknown):
        return [], value.needs
    what = "null" if isinstance(value, Null) else "a single value"
    return [], evaluator.refused(f"for_each of a dynamic block is {what}; it takes a list, set or map", for_each).needs


class BodyValues(Entries):
    """What a body sets, evaluated on demand; reading a name that it does not set asks ``unset``.

    Attributes:
        body: as written.
        scope: the names that its expressions know.
        evaluator: evaluates what stands in it.
        path: where it stands in its resource, empty for the resource itself.
        block: the nested block as written, a dynamic one where it generates this; None for the resource itself.
    """

    __slots__ = ("_children", "_nulls", "_unset", "block", "body", "evaluator", "path", "scope")

    def __init__(
        self,
        body: Body,
        scope: Scope,
        evaluator: Evaluator,
        unset: Callable[[tuple[str | int, ...]], Value],
        path: tuple[str | int, ...] = (),
    ) -> None:
        written = [name for name in body.attributes if path or name not in META_ARGUMENTS]
        blocks = [nested_type(block) for block in body.blocks]
        kinds = [kind for kind in blocks if path or kind not in META_BLOCKS] if blocks else blocks
        super().__init__(list(dict.fromkeys((*written, *kinds))), self._read)
        self.body = body
        self.scope = scope
        self.evaluator = evaluator
        self._unset = unset
        self.path = path
        self.block: Block | None = None
        self._children: dict[str, list[BodyValues | Placed]] | None = None
        self._nulls: set[str] = set()

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)

    def to_neutral(self) -> dict[str, neutral.Value]:
        """Return what is set and not null; nested blocks as lists of objects in source order.

        Where more blocks of a type may exist than are known, its list ends in an `Unknown`.
        """
        found: dict[str, neutral.Value] = {}
        for name in self:
            if name in self.body.attributes:
                value = self[name]
                if name not in self._nulls:
                    found[name] = plain(value)
            elif name in self.children:
                found[name] = [_block_to_neutral(child) for child in self.children[name]]
        return found

    @property
    def children(self) -> dict[str, list[BodyValues | Placed]]:
        """The nested blocks by type; a `Placed` stands for any number of blocks that are not known."""
        if self._children is None:
            self._children = {}
            for placed in placed_blocks(self.body, self.scope, self.evaluator):
                kin = self._children.setdefault(placed.type, [])
                kin.append(self._child(placed, len(kin)))
        return self._children

    def _child(self, placed: Placed, index: int) -> BodyValues | Placed:
        if placed.block is None:
            return placed
        path = (*self.path, placed.type, index)
        child = BodyValues(placed.block.body, placed.scope, placed.evaluator, self._unset, path)
        child.block = placed.dynamic or placed.block
        return child

    def _read(self, name: str) -> Value:
        attribute = self.body.attributes.get(name)
        if attribute is not None and (self.path or name not in META_ARGUMENTS):
            return self._written(name, attribute)
        if name in self._names:
            kin = self.children.get(name, [])
            missing = [name for child in kin if isinstance(child, Placed) for name in child.needs]
            if missing:
                return Unknown(DYNAMIC, tuple(dict.fromkeys(missing)))
            return Tuple([Object(child) for child in kin if isinstance(child, BodyValues)])
        return self._unset((*self.path, name))

    def _written(self, name: str, attribute: Attribute) -> Value:
        value = self.evaluator.attribute(attribute, self.scope)
        nodes = summary_of(value).nodes
        if nodes > NODES_FOR_NOTHING and not self.scope.work.spend(nodes):
            return self.evaluator.refused(TOO_MUCH, attribute)
        if isinstance(unmark(value)[0], Null):
            self._nulls.add(name)
            self[name] = value  # what AWS computes may depend on the argument itself being null
            return value if self.path else self._unset((name,))
        return value


def _block_to_neutral(child: BodyValues | Placed) -> neutral.Value:
    return neutral.Unknown(child.needs) if isinstance(child, Placed) else child.to_neutral()
