"""JSONPath, read by jsonpath-ng: what a rule is about, and the values that its conditions compare.

Only steps that name what they take are allowed: fields, ``[*]``, numbers, slices and ``..``. Comparisons are conditions
of a rule, where what is not known makes an open question; a filter in a path would pass it over. For the same reason
the steps are taken here: on the way through a value that is not known, the result is not known.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from seamlint.config import near
from seamlint.data_classes import dataclass
from seamlint.declared.model_view import RESOURCES, Seen, fields_of, kinds, view_of
from seamlint.evaluate.values import Reference, Sensitive, Unknown
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seamlint.declared.document import Written
    from seamlint.evaluate.values import Path
    from seamlint.graph.graph import Graph

LONGEST = 300
"""Characters of a path; the parser's own stack is the reason."""


class Step(NamedTuple):
    """A step of a path.

    Attributes:
        fields: names of the fields it takes of an object; ``*`` for all.
        items: the items that it takes of a list; None for none.
        deep: whether it looks at every depth (``..``).
    """

    fields: tuple[str, ...] = ()
    items: slice | None = None
    deep: bool = False


@dataclass(frozen=True)
class Selector:
    """A path from the root of the model.

    Attributes:
        kind: the type of entities that it starts from; ``resources``.
        resource_type: the type of resources that it starts from.
        steps: from their list.
    """

    kind: str
    resource_type: str | None
    steps: tuple[Step, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it selects whole entities or resources rather than parts of them."""
        return len(self.steps) == 1 and not self.steps[0].deep

    def select(self, graph: Graph) -> Iterator[Seen]:
        """Yield what it selects, in source order."""
        seen = view_of(graph).all(self.kind, self.resource_type)
        taken = self.steps[0].items
        for each in seen[taken] if taken is not None and not self.steps[0].deep else seen:
            further = self.steps if self.steps[0].deep else self.steps[1:]
            yield from (Seen(each.entity, value, path) for value, path in walk(each.value, further))


@dataclass(frozen=True)
class Operand:
    """A path from a variable: ``$.bucket.name``."""

    variable: str
    steps: tuple[Step, ...]

    def found(self, bound: Mapping[str, Seen]) -> list[Seen]:
        """Return what it finds."""
        start = bound[self.variable]
        return [Seen(start.entity, value, (*start.path, *path)) for value, path in walk(start.value, self.steps)]


def walk(value: object, steps: tuple[Step, ...]) -> Iterator[tuple[object, Path]]:
    """Yield what is found from a value on, with its path; a value that is not known is what is found beyond it.

    What several ways lead to is found once: with some ``..`` there are more ways than anybody can go.
    """
    return _walk(value, steps, (), set())


def _walk(
    value: object, steps: tuple[Step, ...], path: Path, been: set[tuple[Path, int]]
) -> Iterator[tuple[object, Path]]:
    if steps and isinstance(value, Reference) and not steps[0].deep:  # `..` looks into objects; ids and ARNs are none
        value = Unknown((f"{value.address}.{value.attribute}",))
    end = not steps or isinstance(value, Unknown)
    state = (path, 0 if end else len(steps))
    if state in been:
        return
    been.add(state)
    if end:
        yield value, path
        return
    step, further = steps[0], steps[1:]
    for inner, at in _children(value, step):
        yield from _walk(inner, further, (*path, at), been)
    if step.deep:
        for inner, at in _all_children(value):
            yield from _walk(inner, steps, (*path, at), been)


def _children(value: object, step: Step) -> Iterator[tuple[object, str | int]]:
    if isinstance(value, Sensitive):
        value = value.value
    if isinstance(value, list) and step.items is not None:
        for at in range(len(value))[step.items]:
            yield value[at], at
    elif isinstance(value, dict):
        for name in value if "*" in step.fields else (name for name in step.fields if name in value):
            yield value[name], str(name)


def _all_children(value: object) -> Iterator[tuple[object, str | int]]:
    everything = Step(items=slice(None)) if isinstance(value, list) else Step(fields=("*",))
    yield from _children(value, everything)


def selector(written: Written) -> Selector:
    """Read a path from the root of the model.

    Raises:
        DeclarationError: it is no such path.
    """
    steps = _steps(written)
    kind = _only(steps[0]) if steps else None
    if kind is None:
        raise written.error("must begin with a type of entity ($.Role[*]) or $.resources and a type of resource")
    if kind not in (RESOURCES, *kinds()):
        raise written.error(f"begins with {kind}, which is no type of entity{near(kind, sorted(kinds()))}")
    if kind != RESOURCES:
        return _sound(Selector(kind, None, _listed(written, steps[1:])), written)
    resource_type = _only(steps[1]) if len(steps) > 1 else None
    if resource_type is None:
        raise written.error("must name a type of resource: $.resources.aws_sqs_queue[*]")
    return _sound(Selector(kind, resource_type, _listed(written, steps[2:])), written)


def _sound(found: Selector, written: Written) -> Selector:
    if len(found.steps) > 1 and not found.steps[0].deep:
        known_fields(found.kind, found.steps[1], written)
    return found


def known_fields(kind: str, step: Step, written: Written) -> None:
    """Refuse a step from something of a kind to a field that it has not.

    Raises:
        DeclarationError: there is no such field.
    """
    known = fields_of(kind)
    unknown = [name for name in step.fields if name not in ("*", *known)]
    if unknown and not step.deep:
        raise written.error(f"takes {unknown[0]}, which {kind} has not{near(unknown[0], known)}")


def _listed(written: Written, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    if not steps or (steps[0].items is None and not steps[0].deep):
        raise written.error("must say which ones: [*] for all")
    return steps


def _only(step: Step) -> str | None:
    return step.fields[0] if len(step.fields) == 1 and step.fields != ("*",) and not step.deep else None


def operand(written: Written, variables: Mapping[str, Selector]) -> Operand:
    """Read a path from a variable.

    Raises:
        DeclarationError: it is no path, or begins with no variable.
    """
    steps = _steps(written)
    name = _only(steps[0]) if steps else None
    if name is None or name not in variables:
        raise written.error(f"must begin with a variable of this rule{near(name or '', list(variables))}")
    if len(steps) > 1 and variables[name].is_whole:
        known_fields(variables[name].kind, steps[1], written)
    return Operand(name, steps[1:])


def _steps(written: Written) -> tuple[Step, ...]:
    from jsonpath_ng.exceptions import JSONPathError

    text = written.text
    if len(text) > LONGEST or not text.startswith("$"):
        raise written.error(f"must be a JSONPath of at most {LONGEST} characters that begins with $")
    if "|" in text or "?" in text:
        raise written.error("holds a filter or a union; compare in a condition, and write a rule for each type")
    try:
        return tuple(_taken(_parser().parse(text), written))
    except (JSONPathError, RecursionError) as error:
        raise written.error(f"is no JSONPath: {str(error).splitlines()[0]}") from error


@cache
def _parser() -> Any:
    """Return the parser, whose tables take longer to make than a path to read."""
    from jsonpath_ng.parser import JsonPathParser

    return JsonPathParser()


def _taken(path: Any, written: Written) -> Iterator[Step]:
    """Yield the steps of a parsed path, its root left out."""
    name = type(path).__name__
    if name in ("Child", "Descendants"):
        yield from _taken(path.left, written)
        right = list(_taken(path.right, written))
        yield from (right[0]._replace(deep=True), *right[1:]) if name == "Descendants" and right else right
    elif name == "Wildcard" or (
        name == "Fields" and tuple(path.fields) == ("*",)
    ):  # as versions of jsonpath-ng read it
        yield Step(("*",), slice(None))
    elif name == "Fields":
        yield Step(fields=tuple(path.fields))
    elif name == "Index" and len(path.indices) == 1:
        yield Step(items=slice(path.indices[0], path.indices[0] + 1 or None))
    elif name == "Slice":
        yield Step(items=slice(path.start, path.end, path.step))
    elif name != "Root":
        raise written.error(f"holds {path}, which is not among fields, [*], numbers, slices and ..")
