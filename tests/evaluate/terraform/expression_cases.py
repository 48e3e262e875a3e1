"""Expressions with what the real Terraform makes of them: read, evaluated with ours, and compared.

A case is one JSON object a line: ``id``, ``expr``; optionally ``locals`` (name to JSON value, where
``{"__unknown__": true}`` is an unknown string that may be null), ``hcl`` (variables and locals around the expression),
``files`` (name to text, below path.module); and Terraform's answer: ``value`` (with ``type`` when it is wholly known)
or ``error``. ``differs`` says why we answer otherwise on purpose.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from seamlint.evaluate.terraform.constraints import ANY, parse_type
from seamlint.evaluate.terraform.errors import ConversionError, EvaluationError, UndeclaredError
from seamlint.evaluate.terraform.expressions import evaluate
from seamlint.evaluate.terraform.plain import from_plain
from seamlint.evaluate.terraform.repository_files import RepositoryFiles
from seamlint.evaluate.terraform.scope import Scope
from seamlint.evaluate.terraform.types import STRING, ListOf, ObjectOf, Primitive, SetOf, TupleOf, Type
from seamlint.evaluate.terraform.values import (
    SENSITIVE,
    List,
    Null,
    Object,
    Set,
    Tuple,
    Unknown,
    Value,
    is_wholly_known,
    mark,
    normalized,
    type_of,
    unmark,
    unmark_deep,
)
from seamlint.sources.span import SourceText
from seamlint.syntax.hcl import parse
from seamlint.syntax.hcl.tree import SyntaxFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.syntax.hcl.tree import Block

FOLDER = Path(__file__).with_name("expressions")
MODULE = "module"
UNKNOWN = {"__unknown__": True}
Case = dict[str, Any]


def read_cases(path: Path) -> Iterator[Case]:
    """Yield the cases of a file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def difference(case: Case) -> str | None:
    """Say how our answer to a case differs from Terraform's; None when it does not."""
    ours = answer(case)
    theirs = {key: case[key] for key in ("value", "type", "error") if key in case}
    if "error" in theirs and "error" in ours:
        return None
    if "error" not in theirs and "error" not in ours:
        same_type = "type" not in theirs or theirs["type"] == ours.get("type")
        if same_type and same_value(theirs["value"], ours["value"]):
            return None
    return f"{case['id']}: {case['expr']}\n  terraform {theirs}\n  seamlint  {ours}"


def answer(case: Case) -> dict[str, Any]:
    """Evaluate a case: ``value`` and, when it is wholly known, ``type``; or ``error``."""
    try:
        with TemporaryDirectory() as folder:
            _write(case, Path(folder, MODULE))
            value = evaluate(_expression(f"value = {case['expr']}\n"), _scope(case, folder))
    except EvaluationError as error:
        return {"error": error.message}
    except SyntaxFailure as error:
        return {"error": error.message}
    known = {"type": as_json_type(value)} if is_wholly_known(value) else {}
    return {"value": as_json(value), **known}


def _expression(text: str) -> Any:
    return parse(SourceText("case.tf", text)).body.attributes["value"].expression


def _write(case: Case, module: Path) -> None:
    for name, text in case.get("files", {}).items():
        path = module / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def _scope(case: Case, folder: str) -> Scope:
    written = {name: _given(value) for name, value in case.get("locals", {}).items()}
    local, var = _Names("local", written), _Names("var", {})
    names: dict[str, Any] = {
        "local": local,
        "var": var,
        "path": _Names("path", {"module": MODULE, "root": ".", "cwd": "/"}),
        "terraform": _Names("terraform", {"workspace": "default"}),
    }
    scope = Scope(names, RepositoryFiles(folder, folder))
    if "hcl" in case:
        body = parse(SourceText("case.tf", case["hcl"] + "\n")).body
        for block in body.blocks:
            if block.type == "variable":
                var.lazy[block.labels[0]] = _variable(block)
            for name, attribute in block.body.attributes.items() if block.type == "locals" else ():
                local.lazy[name] = lambda attribute=attribute: evaluate(attribute.expression, scope)
    return scope


def _variable(block: Block) -> Callable[[], Value]:
    def value() -> Value:
        attributes = block.body.attributes
        constraint = parse_type(attributes["type"].expression) if "type" in attributes else ANY
        try:
            given = constraint.apply(evaluate(attributes["default"].expression, Scope({})))
        except ConversionError as error:
            raise EvaluationError(str(error), 0, 0) from None
        return mark(given, frozenset({SENSITIVE})) if "sensitive" in attributes else given

    return value


class _Names:
    def __init__(self, name: str, values: dict[str, Value]) -> None:
        self.name = name
        self.lazy: dict[str, Callable[[], Value]] = {key: lambda value=value: value for key, value in values.items()}

    def attribute(self, name: str, start: int, end: int) -> Value:
        if name not in self.lazy:
            raise UndeclaredError(f"no {self.name}.{name}", start, end)
        value = self.lazy[name]()
        self.lazy[name] = lambda: value
        return value


def _given(data: Any) -> Value:
    if data == UNKNOWN:
        return Unknown(STRING, ("local.u",))
    if isinstance(data, dict):
        return Object({normalized(name): _given(item) for name, item in data.items()})
    return Tuple([_given(item) for item in data]) if isinstance(data, list) else from_plain(data)


def as_json(value: Value) -> Any:
    """Return a value as ``terraform show -json`` does, an unknown as ``{"__unknown__": true}``."""
    value, _ = unmark(value)
    if isinstance(value, (Unknown, Null)):
        return UNKNOWN if isinstance(value, Unknown) else None
    if isinstance(value, (List, Set, Tuple)):
        return [as_json(item) for item in value.items]
    if isinstance(value, Fraction):
        return float(value)
    return value if isinstance(value, (str, int)) else {name: as_json(item) for name, item in value.entries.items()}


def as_json_type(value: Value) -> Any:
    """Return a value's type as Terraform writes it; a null's gets lost on its way through JSON."""
    bare, _ = unmark_deep(value)
    return "dynamic" if isinstance(bare, Null) else _json_type(type_of(bare))


def _json_type(kind: Type) -> Any:
    if isinstance(kind, Primitive):
        return kind.name
    if isinstance(kind, TupleOf):
        return ["tuple", [_json_type(item) for item in kind.items]]
    if isinstance(kind, ObjectOf):
        return ["object", {name: _json_type(item) for name, item in kind.attributes.items()}]
    return [
        "list" if isinstance(kind, ListOf) else "set" if isinstance(kind, SetOf) else "map",
        _json_type(kind.element),
    ]


def same_value(theirs: Any, ours: Any) -> bool:
    """Tell whether two JSON values are the same; numbers as far as a float of 64 bits holds them."""
    if isinstance(theirs, list) and isinstance(ours, list):
        return len(theirs) == len(ours) and all(map(same_value, theirs, ours))
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return theirs.keys() == ours.keys() and all(same_value(theirs[key], ours[key]) for key in theirs)
    if isinstance(theirs, (int, float)) and not isinstance(theirs, bool) and type(ours) in (int, float):
        return abs(theirs - ours) * 10**15 <= abs(theirs)
    return type(theirs) is type(ours) and theirs == ours
