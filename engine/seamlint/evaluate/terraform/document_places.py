"""Where the parts of a policy document are written.

An attribute's text is followed to what makes it: ``jsonencode`` of an object, a heredoc, a file, the statements of an
``aws_iam_policy_document``, through variables, locals, outputs and other resources' attributes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, Union

from seamlint.evaluate.json_places import place_in_template
from seamlint.evaluate.terraform.body import value_of
from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.origins import Spot, Written, argument, local, output, variable
from seamlint.evaluate.terraform.plain import plain
from seamlint.evaluate.terraform.policy_document import arguments
from seamlint.evaluate.terraform.policy_document_places import place_among_arguments
from seamlint.sources.reading import shown
from seamlint.sources.span import SourceText
from seamlint.syntax.hcl.tree import (
    Call,
    Conditional,
    ForObject,
    ForTuple,
    GetAttr,
    Index,
    Literal,
    Name,
    ObjectExpr,
    Parenthesis,
    Template,
    TemplateWrap,
    TupleExpr,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from seamlint.evaluate.resource import Origin
    from seamlint.evaluate.terraform.addresses import InstanceKey
    from seamlint.evaluate.terraform.instance import ModuleInstance
    from seamlint.evaluate.terraform.resources import ResourceInstance
    from seamlint.evaluate.values import Path, Value
    from seamlint.syntax.hcl.tree import Expression


_I = TypeVar("_I")


class _Decoded:
    """The step from a JSON text to what it says."""

    def __repr__(self) -> str:
        return "DECODED"


DECODED = _Decoded()
Step = Union[str, int, _Decoded]
Steps = tuple[Step, ...]
_ELEMENTS = frozenset({"Version", "Id", "Statement"})
_MOST_STEPS = 64
_SAME_TEXT = ("sensitive", "nonsensitive", "trimspace", "chomp", "tostring", "replace", "try", "coalesce")
"""Functions whose result is, nearly or as a rule, their first argument."""


def is_in_document(path: Path) -> bool:
    """Tell whether what is left of a path leads into a policy document."""
    return bool(path) and path[0] in _ELEMENTS


def place_in_document(written: Written, path: Path, spot: Callable[[ResourceInstance, Path], Spot]) -> Spot:
    """Return where a part of the policy document is written that an expression's text holds.

    Args:
        spot: finds a place in the arguments of a resource or data source.
    """
    return _Search(spot).follow(written, (DECODED, *path))


class _Search:
    """Follows one document from expression to expression, and remembers what it came through."""

    def __init__(self, spot: Callable[[ResourceInstance, Path], Spot]) -> None:
        self.spot = spot
        self.through: list[Origin] = []

    def follow(self, at: Written, path: Steps) -> Spot:
        for _ in range(_MOST_STEPS):
            moved = self.step(at, path) if path else None
            if moved is None:
                break
            if isinstance(moved, Spot):
                return moved._replace(through=(*moved.through, *reversed(self.through)))
            at, path = moved
        return Spot(at.span, at, tuple(reversed(self.through)))

    def step(self, at: Written, path: Steps) -> Spot | tuple[Written, Steps] | None:
        """Go one step on: to another expression, to a place in a text, or no further (None)."""
        expression = at.expression
        if isinstance(expression, (Parenthesis, TemplateWrap)):
            return at._replace(expression=expression.expression), path
        if isinstance(expression, Conditional):
            return _chosen(at, expression, path)
        if isinstance(expression, Call):
            return _called(at, expression, path)
        if isinstance(expression, (Literal, Template)):
            return _in_text(at, path)
        if isinstance(expression, (Name, GetAttr, Index)):
            return self.named(at, expression, path)
        inner = _inside(at, expression, path)
        return None if inner is None else (at._replace(expression=inner), path[1:])

    def named(
        self, at: Written, expression: Name | GetAttr | Index, path: Steps
    ) -> Spot | tuple[Written, Steps] | None:
        """Go to where a name's value is written."""
        steps = _steps(at, expression)
        if steps is None:
            return None
        first, *others = steps
        rest: Steps = tuple(others)
        if first in at.repeated:
            return _item(at, str(first), rest, path)
        if first in ("var", "local") and rest:
            return self.go(_variable_or_local(str(first), str(rest[0]), at.module), (*rest[1:], *path))
        if first == "module":
            return self.called_module(at, rest, path)
        mode = "data" if first == "data" else "managed"
        return self.resource(at, mode, rest if first in ("data", "resource") else (first, *rest), path)

    def go(self, found: tuple[Origin | None, Written | None] | None, path: Steps) -> tuple[Written, Steps] | None:
        origin, written = found or (None, None)
        if written is None:
            return None
        if origin is not None:
            self.through.append(origin)
        return written, path

    def called_module(self, at: Written, rest: Steps, path: Steps) -> tuple[Written, Steps] | None:
        call = at.module.calls.get(str(rest[0])) if rest else None
        child, rest = _instance(call.children, rest[1:]) if call else (None, rest)
        return self.go(output(str(rest[0]), child), (*rest[1:], *path)) if child is not None and rest else None

    def resource(self, at: Written, mode: str, rest: Steps, path: Steps) -> Spot | tuple[Written, Steps] | None:
        group = at.module.resources[mode].get((str(rest[0]), str(rest[1]))) if len(rest) > 2 else None
        instance, rest = _instance(group.instances, rest[2:]) if group else (None, rest)
        if instance is None or not rest:
            return None
        if mode == "data" and instance.type == "aws_iam_policy_document" and rest[0] in ("json", "minified_json"):
            return self.policy_document(instance, tuple(step for step in path if not isinstance(step, _Decoded)))
        return self.go(argument(str(rest[0]), instance), (*rest[1:], *path))

    def policy_document(self, instance: ResourceInstance, path: Path) -> Spot | tuple[Written, Steps] | None:
        place = place_among_arguments(arguments(instance), path)
        if place[:1] not in ((), ("statement",)) and "Statement" in place:
            inside = place.index("Statement")
            return self.go(argument(str(place[0]), instance), (*place[1:inside], DECODED, *place[inside:]))
        return self.spot(instance, place)


def _variable_or_local(kind: str, name: str, module: ModuleInstance) -> tuple[Origin | None, Written | None] | None:
    if kind == "var":
        return variable(name, module) if name in module.module.variables else None
    return local(name, module) if name in module.module.locals else None


def _instance(instances: Mapping[InstanceKey, _I], rest: Steps) -> tuple[_I | None, Steps]:
    """Return the instance that a traversal goes on with, its key taken off; the only one where none is written."""
    if rest and not isinstance(rest[0], _Decoded) and rest[0] in instances:
        return instances[rest[0]], rest[1:]
    return (instances[None], rest) if None in instances else (None, rest)


def _chosen(at: Written, expression: Conditional, path: Steps) -> tuple[Written, Steps] | None:
    condition = _value(at, expression.condition)
    if not isinstance(condition, bool):
        return None
    return at._replace(expression=expression.then if condition else expression.otherwise), path


def _called(at: Written, call: Call, path: Steps) -> Spot | tuple[Written, Steps] | None:
    read = _CALLS.get(call.name)
    return read(at, call, path) if read is not None and call.arguments else None


def _same_text(at: Written, call: Call, path: Steps) -> tuple[Written, Steps]:
    return at._replace(expression=call.arguments[0]), path


def _encoded(at: Written, call: Call, path: Steps) -> tuple[Written, Steps] | None:
    return (at._replace(expression=call.arguments[0]), path[1:]) if isinstance(path[0], _Decoded) else None


def _decoded(at: Written, call: Call, path: Steps) -> tuple[Written, Steps]:
    return at._replace(expression=call.arguments[0]), (DECODED, *path)


def _merged(at: Written, call: Call, path: Steps) -> tuple[Written, Steps] | None:
    for expression in reversed(call.arguments):
        value = _value(at, expression)
        if isinstance(value, dict) and path[0] in value:
            return at._replace(expression=expression), path
    return None


def _concatenated(at: Written, call: Call, path: Steps) -> tuple[Written, Steps] | None:
    index = path[0]
    for expression in call.arguments:
        value = _value(at, expression)
        if not isinstance(value, list) or not isinstance(index, int):
            return None
        if index < len(value):
            return at._replace(expression=expression), (index, *path[1:])
        index -= len(value)
    return None


def _inside(at: Written, expression: Expression, path: Steps) -> Expression | None:
    """Return the part of an object or list that a step leads to; of a ``for``, what it makes."""
    step = path[0]
    if isinstance(expression, ObjectExpr):
        found = (value for key, value in reversed(expression.items) if _key(at, key) == step)
        return next(found, None)
    if isinstance(expression, TupleExpr) and isinstance(step, int):
        return expression.items[step] if step < len(expression.items) else None
    return expression.result if isinstance(expression, (ForTuple, ForObject)) else None


def _key(at: Written, key: Expression) -> Value:
    return key.value if isinstance(key, Literal) else _value(at, key)


def _item(at: Written, name: str, rest: Steps, path: Steps) -> tuple[Written, Steps] | None:
    """Go from ``each.value`` to the item of ``for_each`` that it is."""
    key = _value(at, GetAttr(0, 0, Name(0, 0, name), "key"))
    if rest[:1] != ("value",) or not isinstance(key, (str, int)):
        return None
    return at.repeated[name], (key, *rest[1:], *path)


def _steps(at: Written, expression: Expression) -> tuple[str | int, ...] | None:
    """Return a traversal as a path, its keys evaluated; None where one is not known."""
    steps: list[str | int] = []
    while isinstance(expression, (GetAttr, Index)):
        step = expression.name if isinstance(expression, GetAttr) else _value(at, expression.key)
        if isinstance(step, bool) or not isinstance(step, (str, int)):
            return None
        steps.append(step)
        expression = expression.object
    return (expression.name, *reversed(steps)) if isinstance(expression, Name) else None


def _value(at: Written, expression: Expression) -> Value:
    """Evaluate an expression again; what is wrong with it was told before."""
    return plain(value_of(expression, at.scope, at.source, at.module.root.hushed))


def _in_text(at: Written, path: Steps) -> Spot | None:
    """Return a place in a heredoc; a quoted string stands on one line anyway."""
    start, end = at.expression.start, at.expression.end
    text = at.source.text[start:end]
    inside = _document(path)
    if inside is None or not text.startswith("<<"):
        return None
    begin = text.find("\n") + 1
    body = text[begin : text.rstrip().rfind("\n")]
    place = place_in_template(body, inside)
    if place is None:
        return None
    first, last = (start + begin + offset for offset in place)
    return Spot(at.source.span(first, last), _within(at, first, last))


def _within(at: Written, start: int, end: int) -> Written:
    """Return an expression with those parts of its template that stand between two places."""
    if not isinstance(at.expression, Template):
        return at
    parts = [part for part in at.expression.parts if start <= part.start and part.end <= end]
    return at._replace(expression=Template(start, end, parts))


def _in_file(at: Written, call: Call, path: Steps) -> Spot | None:
    """Return a place in a file or in a template that is a file."""
    name, inside = _value(at, call.arguments[0]), _document(path)
    files = at.scope.files
    if not isinstance(name, str) or inside is None or files is None:
        return None
    try:
        text = files.read(name).decode()
    except (FunctionError, UnicodeDecodeError):
        return None
    place = place_in_template(text, inside)
    source = SourceText(shown(files.absolute(name)), text)
    return None if place is None else Spot(source.span(*place), at)


_CALLS: Mapping[str, Callable[[Written, Call, Steps], Union[Spot, tuple[Written, Steps], None]]] = {
    **dict.fromkeys(_SAME_TEXT, _same_text),
    "jsonencode": _encoded,
    "jsondecode": _decoded,
    "file": _in_file,
    "templatefile": _in_file,
    "merge": _merged,
    "concat": _concatenated,
}


def _document(path: Steps) -> Path | None:
    """Return the path in the document that a text says; None where a text is not what is asked for."""
    inside = tuple(step for step in path[1:] if not isinstance(step, _Decoded))
    return inside if isinstance(path[0], _Decoded) else None
