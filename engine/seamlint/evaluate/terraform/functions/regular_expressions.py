"""``regex`` and ``regexall``, and the replacing of matches for ``replace``.

Source: Terraform documentation, "regex Function", "regexall Function", "replace Function"; Go package documentation,
"regexp", on ``Expand``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.functions.regex_machine import Machine, TooMuchWork
from seamlint.evaluate.terraform.functions.regex_sets import PatternError
from seamlint.evaluate.terraform.functions.regex_syntax import compile_pattern
from seamlint.evaluate.terraform.types import DYNAMIC, STRING, ListOf, ObjectOf, TupleOf, Type
from seamlint.evaluate.terraform.values import NOT_NULL, List, Null, Object, Tuple, Unknown, Value
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    import re

    from seamlint.evaluate.terraform.functions.regex_machine import Slots

_REFERENCE = Pattern(r"\$(?:\$|\{(\w+)\}|(\w+))")
_PATTERN = Parameter("pattern", STRING)
_STRING = Parameter("string", STRING)
_TOO_MUCH = ("a regular expression that takes less work",)


def compiled(pattern: str, argument: int = 0) -> Machine:
    """Compile a pattern given as an argument.

    Raises:
        FunctionError: it is not of RE2's syntax.
        TooMuchWork: it is too large to run here.
    """
    try:
        return compile_pattern(pattern)
    except PatternError as error:
        raise FunctionError(f"invalid regexp pattern: {error.problem} in {error.part}", argument) from None


def result_type(pattern: str) -> Type:
    """Return the type of what one match gives: its text, or its groups as a tuple or an object.

    Raises:
        FunctionError: a syntax error, or groups with and without names.
        TooMuchWork: the pattern is too large to run here.
    """
    groups = compiled(pattern).groups
    if not groups:
        return STRING
    if all(groups):
        return ObjectOf(dict.fromkeys(groups, STRING))
    if any(groups):
        message = "invalid regexp pattern: cannot mix both named and unnamed capture groups"
        raise FunctionError(message, 0)
    return TupleOf((STRING,) * len(groups))


def _type_of_match(pattern: Value, _: Value) -> Type:
    try:
        return result_type(pattern) if isinstance(pattern, str) else DYNAMIC
    except TooMuchWork:
        return DYNAMIC


def _type_of_matches(pattern: Value, string: Value) -> Type:
    return ListOf(_type_of_match(pattern, string))


def _group(text: str, slots: Slots, number: int) -> Value:
    start, end = slots[2 * number : 2 * number + 2]
    return text[start:end] if start >= 0 <= end else Null(STRING)


def _result(machine: Machine, text: str, slots: Slots) -> Value:
    groups = [_group(text, slots, number) for number in range(1, len(machine.groups) + 1)]
    if not groups:
        return text[slots[0] : slots[1]]
    return Object(dict(zip(machine.groups, groups, strict=True))) if machine.groups[0] else Tuple(groups)


@function("regex", _PATTERN, _STRING, returns=_type_of_match, refinement=NOT_NULL)
def regex(pattern: str, string: str) -> Value:
    """Return what the first match of a pattern captures."""
    try:
        kind = result_type(pattern)
        machine = compiled(pattern)
        found = next(machine.matches(string), None)
    except TooMuchWork:
        return Unknown(DYNAMIC, _TOO_MUCH)
    del kind
    if found is None:
        raise FunctionError("pattern did not match any part of the given string")
    return _result(machine, string, found)


@function("regexall", _PATTERN, _STRING, returns=_type_of_matches, refinement=NOT_NULL)
def regexall(pattern: str, string: str) -> Value:
    """Return what every match of a pattern captures."""
    try:
        kind = result_type(pattern)
        machine = compiled(pattern)
        return List(kind, [_result(machine, string, slots) for slots in machine.matches(string)])
    except TooMuchWork:
        return Unknown(ListOf(DYNAMIC), _TOO_MUCH)


def replace_matches(text: str, pattern: str, replacement: str) -> str | Unknown:
    """Replace every match; ``$1``, ``${1}`` and ``${name}`` in the replacement stand for groups."""
    try:
        machine = compiled(pattern, 1)
        pieces, end = [], 0
        for slots in machine.matches(text):
            pieces += [text[end : slots[0]], expanded(machine, text, slots, replacement)]
            end = slots[1]
        return "".join((*pieces, text[end:]))
    except TooMuchWork:
        return Unknown(STRING, _TOO_MUCH)


def expanded(machine: Machine, text: str, slots: Slots, replacement: str) -> str:
    """Return a replacement with its references to groups filled in; a group that there is not is empty."""

    def group(reference: re.Match[str]) -> str:
        name = reference[1] or reference[2]
        if name is None:
            return "$"
        captured = (_group(text, slots, number) for number in _numbers_of(machine, name))
        return next((value for value in captured if isinstance(value, str)), "")

    return _REFERENCE.sub(group, replacement)


def _numbers_of(machine: Machine, name: str) -> list[int]:
    """Return the groups that a number or a name in a replacement means."""
    if name.isdecimal() and name.isascii() and (name == "0" or name[0] != "0"):
        return [int(name)] if len(name) <= 4 and int(name) <= len(machine.groups) else []
    return [number for number, group in enumerate(machine.groups, 1) if group == name]
