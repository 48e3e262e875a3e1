"""Policy documents: JSON in, statements out, with a place for each and a message for what is malformed.

"Grammar of the IAM JSON policy language" and "IAM JSON policy elements reference" in the IAM User Guide. Names of
elements and the words ``Allow`` and ``Deny`` are case-sensitive. Every scalar that may stand in a list may stand alone.
Parts that are not known stay unknown: they make what hangs on them undecided.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.values import Path, Reference, Sensitive, Text, Unknown, Value, needs
from seamlint.facts.iam.conditions import Condition, condition, unknown_condition
from seamlint.facts.iam.context import as_text
from seamlint.facts.iam.globs import Glob, folded, glob
from seamlint.facts.iam.principals import Named, Principals, named
from seamlint.facts.iam.variables import Template, template
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERSIONS = ("2012-10-17", "2008-10-17")
_DOCUMENT = ("Version", "Id", "Statement")
_STATEMENT = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
_PRINCIPAL_TYPES = ("AWS", "Service", "Federated", "CanonicalUser")
_NOT_KNOWN = (Unknown, Reference, Text)
_HIDDEN = "malformed, in a policy that is marked sensitive and so not shown"


class Effect(Enum):
    """What a statement does."""

    ALLOW = "Allow"
    DENY = "Deny"


class Problem(NamedTuple):
    """What AWS would refuse in a document, and where it stands."""

    path: Path
    message: str

    def __str__(self) -> str:
        return f"{written_path(self.path)}: {self.message}" if self.path else self.message


def written_path(path: Path) -> str:
    """Return a path as one writes it: ``Statement[0].Action``."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.removeprefix(".")


@dataclass(slots=True, eq=False)
class Statement:
    """One statement.

    Attributes:
        index: its place among the document's statements.
        path: where it stands in the document.
        sid: its name, empty where it has none that is known.
        effect: None while it is not known: it may do either.
        actions, actions_inverted: patterns in lower case, and whether they stand under ``NotAction``.
        resources, resources_inverted: patterns, or templates with policy variables; None where the statement has no
            such element, as in trust policies.
        principals: None where the statement has no such element.
        conditions: all of them must hold.
        source: the statement as it was read.
    """

    index: int
    path: Path
    sid: str
    effect: Effect | None
    actions: tuple[Glob, ...]
    actions_inverted: bool
    resources: tuple[Glob | Template, ...] | None
    resources_inverted: bool
    principals: Principals | None
    conditions: tuple[Condition, ...]
    source: Value

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what is missing to know the statement."""
        return needs(self.source)

    @property
    def title(self) -> str:
        """Its Sid, else its place."""
        return f"statement {self.sid!r}" if self.sid else f"statement {self.index + 1}"


@dataclass(slots=True, eq=False)
class Document:
    """A policy document.

    Attributes:
        version: ``2012-10-17`` or ``2008-10-17``, which a document without one has; None while it is not known.
        statements: those that can be evaluated.
        problems: what is malformed; a malformed statement is left out.
    """

    version: str | None
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]


def parse_document(value: Value) -> Document:
    """Return the statements of a policy document given as evaluated JSON; never raises."""
    reader = _Reader([], variables=True)
    if isinstance(value, Sensitive):
        parsed = parse_document(value.value)
        return replace(parsed, problems=tuple(Problem(each.path, _HIDDEN) for each in parsed.problems))
    if isinstance(value, _NOT_KNOWN):
        return Document(None, (_unknown_statement(0, (), value),), ())
    if not isinstance(value, dict):
        return Document(None, (), (Problem((), f"a policy is a JSON object, not {_kind(value)}"),))
    reader.check_keys(value, _DOCUMENT, ())
    version = reader.version(value.get("Version", _VERSIONS[1]))
    reader.variables = version != _VERSIONS[1]
    if "Statement" not in value:
        reader.refuse((), "a policy needs a Statement")
    statements = tuple(filter(None, reader.statements(value.get("Statement", []))))
    return Document(version, statements, tuple(reader.problems))


def _unknown_statement(index: int, path: Path, value: Value) -> Statement:
    """Return a statement of which nothing is known."""
    anything = glob(value)
    principals = Principals((Named("AWS", value),), inverted=False, everyone=False)
    return Statement(index, path, "", None, (anything,), False, (anything,), False, principals, (), value)  # noqa: FBT003


@dataclass(slots=True)
class _Reader:
    """Reads the elements of one document and collects what is malformed."""

    problems: list[Problem]
    variables: bool

    def refuse(self, path: Path, message: str) -> None:
        self.problems.append(Problem(path, message))

    def check_keys(self, element: dict[str, Value], known: tuple[str, ...], path: Path) -> None:
        for key in element:
            if key not in known:
                from difflib import get_close_matches

                near = get_close_matches(key.capitalize(), known, 1)
                self.refuse((*path, key), f"{key!r} is no policy element" + (f": write {near[0]!r}" if near else ""))

    def version(self, value: Value) -> str | None:
        if isinstance(value, str) and value not in _VERSIONS:
            self.refuse(("Version",), f"{value!r} is no version of the policy language: write {_VERSIONS[0]!r}")
        return value if isinstance(value, str) else None

    def statements(self, value: Value) -> Iterator[Statement | None]:
        alone = not isinstance(value, list)
        for index, statement in enumerate([value] if alone else value):  # type: ignore[arg-type]  # one or a list
            yield self.statement(index, statement, ("Statement",) if alone else ("Statement", index))

    def statement(self, index: int, value: Value, path: Path) -> Statement | None:
        value = {key: _plain(element) for key, element in value.items()} if isinstance(value, dict) else value
        if isinstance(value, _NOT_KNOWN):
            return _unknown_statement(index, path, value)
        if not isinstance(value, dict):
            self.refuse(path, f"a statement is a JSON object, not {_kind(value)}")
            return None
        before = len(self.problems)
        self.check_keys(value, _STATEMENT, path)
        sid, effect = value.get("Sid"), self.effect(value, path)
        actions, actions_inverted = self.patterns(value, "Action", path)
        resources, resources_inverted = self.patterns(value, "Resource", path)
        if actions is None and not any(problem.path[: len(path)] == path for problem in self.problems[before:]):
            self.refuse(path, "a statement needs an Action or a NotAction")
        principals, conditions = self.principals(value, path), tuple(self.conditions(value, path))
        if len(self.problems) > before:
            return None
        return Statement(
            index=index,
            path=path,
            sid=sid if isinstance(sid, str) else "",
            effect=effect,
            actions=tuple(glob(folded(action)) for action in actions or ()),
            actions_inverted=actions_inverted,
            resources=None if resources is None else tuple(map(self.resource, resources)),
            resources_inverted=resources_inverted,
            principals=principals,
            conditions=conditions,
            source=value,
        )

    def resource(self, value: Value) -> Glob | Template:
        return (template(value) if self.variables else None) or glob(value)

    def effect(self, statement: dict[str, Value], path: Path) -> Effect | None:
        value = statement.get("Effect")
        if value in ("Allow", "Deny"):
            return Effect(value)
        if not isinstance(value, _NOT_KNOWN):
            self.refuse((*path, "Effect"), f"Effect is 'Allow' or 'Deny', not {_kind(value)}")
        return None

    def patterns(self, statement: dict[str, Value], name: str, path: Path) -> tuple[list[Value] | None, bool]:
        """Return an element's patterns, and whether they stand under its ``Not`` form."""
        inverted = f"Not{name}" in statement
        if inverted and name in statement:
            self.refuse((*path, f"Not{name}"), f"a statement has {name} or Not{name}, not both")
        key = f"Not{name}" if inverted else name
        return (self.texts(statement[key], (*path, key)) if key in statement else None), inverted

    def texts(self, value: Value, path: Path) -> list[Value]:
        result: list[Value] = []
        for index, item in enumerate(map(_plain, value) if isinstance(value, list) else [value]):
            if isinstance(item, (str, *_NOT_KNOWN)):
                result.append(item)
            else:
                self.refuse((*path, index) if isinstance(value, list) else path, f"expected text, not {_kind(item)}")
        return result

    def principals(self, statement: dict[str, Value], path: Path) -> Principals | None:
        inverted = "NotPrincipal" in statement
        key = "NotPrincipal" if inverted else "Principal"
        if inverted and "Principal" in statement:
            self.refuse((*path, key), "a statement has Principal or NotPrincipal, not both")
        if key not in statement:
            return None
        entries = tuple(self.named(statement[key], (*path, key)))
        everyone = any(entry.value == "*" and entry.type == "AWS" for entry in entries)
        return Principals(entries, inverted, everyone)

    def named(self, value: Value, path: Path) -> Iterator[Named]:
        if isinstance(value, dict):
            for kind, names in value.items():
                if kind not in _PRINCIPAL_TYPES:
                    self.refuse((*path, kind), f"{kind!r} is no type of principal: {', '.join(_PRINCIPAL_TYPES)}")
                for name in names if isinstance(names, list) else [names]:
                    yield named(kind, as_text(name))
        elif value == "*" or isinstance(value, _NOT_KNOWN):
            yield named("AWS", value)
        else:
            self.refuse(path, f"a principal is '*' or an object such as {{'AWS': ...}}, not {_kind(value)}")

    def conditions(self, statement: dict[str, Value], path: Path) -> Iterator[Condition]:
        path = (*path, "Condition")
        block = statement.get("Condition", {})
        if isinstance(block, _NOT_KNOWN):
            yield unknown_condition((block,), path)
        elif not isinstance(block, dict):
            self.refuse(path, f"Condition is an object of operators, not {_kind(block)}")
        else:
            for name, keys in block.items():
                yield from self.operator(name, keys, (*path, name))

    def operator(self, name: str, keys: Value, path: Path) -> Iterator[Condition]:
        if isinstance(keys, _NOT_KNOWN):
            yield unknown_condition((keys,), path)
        elif not isinstance(keys, dict):
            self.refuse(path, f"a condition operator holds an object of keys, not {_kind(keys)}")
        else:
            for key, values in keys.items():
                listed = values if isinstance(values, list) else [values]
                if any(isinstance(item, (dict, list)) for item in listed):
                    self.refuse((*path, key), "the values of a condition key are text, numbers or booleans")
                else:
                    yield condition(name, key, listed, (*path, key), variables=self.variables)


def _plain(value: Value) -> Value:
    return _plain(value.value) if isinstance(value, Sensitive) else value


def _kind(value: Value) -> str:
    names = {dict: "an object", list: "a list", bool: "a boolean", int: "a number", type(None): "nothing"}
    return repr(value) if isinstance(value, str) else names.get(type(value), "a number")
