"""``format`` and ``formatlist``.

Source: Terraform documentation, "format Function" and "formatlist Function".
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.errors import ConversionError, FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.functions.graphemes import graphemes
from seamlint.evaluate.terraform.functions.json_text import json_of, json_text
from seamlint.evaluate.terraform.functions.number_format import Layout, fraction, general, whole
from seamlint.evaluate.terraform.functions.partial_text import partial, parts_of
from seamlint.evaluate.terraform.types import BOOL, DYNAMIC, NUMBER, STRING, ListOf, Type
from seamlint.evaluate.terraform.values import (
    NOT_NULL,
    List,
    Null,
    Part,
    Refinement,
    Set,
    Tuple,
    Unknown,
    Value,
    is_wholly_known,
    needs_of,
    unknown,
)
from seamlint.evaluate.values import Unknown as Missing
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from seamlint.evaluate.terraform.numbers import Number

_VERB = Pattern(r"%(?:%|([0#\-+ ]*)([1-9][0-9]*)?(?:\.([0-9]*))?(?:\[([1-9][0-9]*)\])?([a-zA-Z]))", re.ASCII)
_LARGEST = 100_000
"""Largest width and precision that are laid out here."""
_MOST_DIGITS = 4000
"""Binary digits of the largest number, and decimals, that are laid out here."""
_LONGEST = 4 * 1024 * 1024
_TOO_LONG = ("a text of at most 4,194,304 characters",)
_BARE_NULL = ("a value in place of the null that is formatted",)
_ARGUMENT = Parameter("args", DYNAMIC, null=True, unknown=True, dynamic=True)


class TooLong(Exception):  # noqa: N818 - it is an answer: not decided
    """The text would be longer than what is made here."""


class Verb(NamedTuple):
    """One sequence of a format.

    Attributes:
        raw, offset: as written, and where in the format in bytes: messages quote them.
        argument: position of its argument, from 1.
    """

    raw: str
    offset: int
    letter: str
    layout: Layout
    argument: int

    def refusal(self, reason: str) -> FunctionError:
        """Return the error for an argument that does not suit."""
        return FunctionError(f'unsupported value for "{self.raw}" at {self.offset}: {reason}')


def parse_format(text: str) -> list[str | Verb]:
    """Split a format into text and verbs.

    Raises:
        FunctionError: at a ``%`` that begins nothing.
        TooLong: a width or precision is absurd.
    """
    pieces: list[str | Verb] = []
    end, following = 0, 1
    for match in _VERB.finditer(text):
        pieces.append(_plain_text(text, end, match.start()))
        end = match.end()
        if match[0] == "%%":
            pieces.append("%")
            continue
        following = (_bounded(match[4]) if match[4] else following) + 1
        width, precision = _bounded(match[2]), _bounded(match[3]) if match[3] != "" else 0
        layout = Layout(match[1], width, precision)
        pieces.append(Verb(match[0], len(text[: match.start()].encode()), match[5], layout, following - 1))
    pieces.append(_plain_text(text, end, len(text)))
    return pieces


def _bounded(digits: str | None) -> int:
    if digits is None:
        return -1
    if int(digits[:9]) > _LARGEST:
        raise TooLong
    return int(digits)


def _plain_text(text: str, start: int, end: int) -> str:
    at = text.find("%", start, end)
    if at >= 0:
        offset = len(text[:at].encode())
        raise FunctionError(f"unrecognized format character, or none, after the % at offset {offset}", 0)
    return text[start:end]


def _check_counts(pieces: Sequence[str | Verb], count: int) -> None:
    highest = 0
    for piece in pieces:
        if isinstance(piece, Verb):
            highest = max(highest, piece.argument)
            if piece.argument > count:
                raise FunctionError(
                    f'not enough arguments for "{piece.raw}" at {piece.offset}: '
                    f"need index {piece.argument} but have {count} total"
                )
    if highest < count:
        used = f"only {highest} used by format string" if highest else "no verbs in format string"
        raise FunctionError(f"too many arguments; {used}", highest + 1)


def render(pieces: Sequence[str | Verb], arguments: Sequence[Value]) -> str:
    """Return a format filled in.

    Raises:
        FunctionError: too few or many arguments, or one that its verb does not take.
        TooLong: past the bound.
    """
    _check_counts(pieces, len(arguments))
    texts, length = [], 0
    for piece in pieces:
        texts.append(piece if isinstance(piece, str) else formatted(piece, arguments[piece.argument - 1]))
        length += len(texts[-1])
        if length > _LONGEST:
            raise TooLong
    return "".join(texts)


def formatted(verb: Verb, value: Value) -> str:
    """Return one argument as its verb writes it.

    Raises:
        FunctionError: the verb is none, or does not take the argument.
    """
    if verb.letter == "v":
        return _aligned(_as_is(verb, value), verb.layout)
    if isinstance(value, Null):
        raise verb.refusal("null value cannot be formatted")
    if verb.letter == "t":
        return "true" if _converted(verb, value, BOOL) else "false"
    if verb.letter in "bdoxX":
        number = _number(verb, value)
        if not isinstance(number, int):
            raise verb.refusal("an integer is required")
        return whole(number, verb.letter, verb.layout)
    if verb.letter in "eEfgG":
        return fraction(_number(verb, value), verb.letter, verb.layout)
    if verb.letter in "sq":
        return _string(verb, value)
    raise FunctionError(f"unsupported format verb '{verb.letter}' in \"{verb.raw}\" at offset {verb.offset}")


def _converted(verb: Verb, value: Value, kind: Type) -> Value:
    try:
        return convert(value, kind)
    except ConversionError as error:
        raise verb.refusal(str(error)) from None


def _number(verb: Verb, value: Value) -> Number:
    number = _converted(verb, value, NUMBER)
    assert isinstance(number, (int, Fraction))
    if max(number.numerator.bit_length(), number.denominator.bit_length(), verb.layout.precision) > _MOST_DIGITS:
        raise TooLong
    return number


def _as_is(verb: Verb, value: Value) -> str:
    if "#" not in verb.layout.flags:
        if isinstance(value, str):
            return value
        if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
            return general(_number(verb, value))
    return json_text(value)


def _string(verb: Verb, value: Value) -> str:
    text = _converted(verb, value, STRING)
    assert isinstance(text, str)
    if verb.layout.precision > 0:
        text = "".join(graphemes(text)[: verb.layout.precision])
    return _aligned(json_text(text) if verb.letter == "q" else text, verb.layout)


def _aligned(text: str, layout: Layout) -> str:
    missing = layout.width - len(graphemes(text)) if layout.width > 0 else 0
    fill = ("0" if "0" in layout.flags else " ") * missing
    return text + fill if "-" in layout.flags else fill + text


def _partly(pieces: Sequence[str | Verb], arguments: Sequence[Value], refinement: Refinement) -> Unknown:
    """Return the result where arguments are not known: unknown for Terraform, with the parts that are known."""
    parts: list[Part] = []
    try:
        _check_counts(pieces, len(arguments))
        for piece in pieces:
            parts += (piece,) if isinstance(piece, str) else _parts(piece, arguments[piece.argument - 1])
    except FunctionError:
        return Unknown(STRING, needs_of(*arguments), refinement=refinement)
    return partial(parts, *arguments, refinement=refinement)


def _parts(verb: Verb, value: Value) -> tuple[Part, ...]:
    if is_wholly_known(value):
        return (formatted(verb, value),)
    bare = not verb.layout.flags and verb.layout.width < 0 and verb.layout.precision < 0
    if bare and isinstance(value, Unknown) and verb.letter in "sv":
        return parts_of(value)
    if bare and verb.letter == "v":
        return json_of(value)
    return (Missing(needs_of(value)),)


def _is_bare_null(value: Value) -> bool:
    """Tell whether a value is a null of no type, which Terraform never formats."""
    return isinstance(value, Null) and value.type is DYNAMIC


def _prefix(text: str) -> Refinement:
    return Refinement(not_null=True, prefix=text[: max(text.find("%"), 0)])


def _formatted(pieces: Sequence[str | Verb], arguments: Sequence[Value], refinement: Refinement) -> Value:
    if all(map(is_wholly_known, arguments)):
        return render(pieces, arguments)
    return _partly(pieces, arguments, refinement)


@function("format", Parameter("format", STRING), rest=_ARGUMENT, returns=STRING, refinement=NOT_NULL)
def format_(text: str, *arguments: Value) -> Value:
    """Return a format filled in with the arguments."""
    if any(map(_is_bare_null, arguments)):
        return Unknown(DYNAMIC, _BARE_NULL)
    try:
        return _formatted(parse_format(text), arguments, _prefix(text))
    except TooLong:
        return Unknown(STRING, _TOO_LONG, refinement=NOT_NULL)


@function("formatlist", Parameter("format", STRING), rest=_ARGUMENT, returns=ListOf(STRING), refinement=NOT_NULL)
def formatlist(text: str, *arguments: Value) -> Value:
    """Return a format filled in once for each position of the lists among the arguments."""
    if any(map(_is_bare_null, arguments)):
        return Unknown(DYNAMIC, _BARE_NULL)
    count = _common_length(arguments)
    if count is None or any(isinstance(argument, Unknown) and _may_be_list(argument) for argument in arguments):
        return unknown(ListOf(STRING), *arguments, refinement=NOT_NULL)
    if not count:
        return List(STRING, [])
    try:
        pieces = parse_format(text)
        return List(STRING, list(_each(pieces, arguments, count)))
    except TooLong:
        return Unknown(ListOf(STRING), _TOO_LONG, refinement=NOT_NULL)


def _each(pieces: Sequence[str | Verb], arguments: Sequence[Value], count: int) -> Iterator[Value]:
    length = 0
    for at in range(count):
        text = _nth(pieces, arguments, at)
        length += len(text) if isinstance(text, str) else 0
        if length > _LONGEST:
            raise TooLong
        yield text


def _nth(pieces: Sequence[str | Verb], arguments: Sequence[Value], at: int) -> Value:
    chosen = [argument.items[at] if isinstance(argument, (List, Set, Tuple)) else argument for argument in arguments]
    try:
        return _formatted(pieces, chosen, NOT_NULL)
    except FunctionError as error:
        raise FunctionError(f"error on format iteration {at}: {error}", error.argument) from None


def _may_be_list(argument: Unknown) -> bool:
    return argument.type is DYNAMIC or not isinstance(argument.type, type(STRING))


def _common_length(arguments: Sequence[Value]) -> int | None:
    """Return how long the lists among the arguments are, 1 when there is none.

    Raises:
        FunctionError: they are not equally long.
    """
    length, chooser = None, 0
    for at, argument in enumerate(arguments, 1):
        if isinstance(argument, (List, Set, Tuple)):
            if length is not None and len(argument.items) != length:
                raise FunctionError(
                    f"argument {at} has length {len(argument.items)}, which is inconsistent with argument {chooser} "
                    f"of length {length}", at,
                )  # fmt: skip
            length, chooser = len(argument.items), chooser or at
    return 1 if length is None else length
