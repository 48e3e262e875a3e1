"""String functions.

Source: Terraform documentation, "String Functions"; Go package documentation, "strings" and "unicode".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.functions.graphemes import graphemes
from seamlint.evaluate.terraform.functions.partial_text import joined, mapped, partial, parts_of
from seamlint.evaluate.terraform.functions.whole_numbers import whole_number
from seamlint.evaluate.terraform.types import BOOL, NUMBER, STRING, ListOf
from seamlint.evaluate.terraform.values import (
    NOT_NULL,
    List,
    Null,
    Unknown,
    Value,
    normalized,
    unknown,
    unknowns,
)
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

_SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_LONGEST = 4 * 1024 * 1024
"""Characters of the longest text that is made here."""
_MOST_PIECES = 10_000
_PLACEHOLDER = Pattern(r"_[A-Z0-9_]+_")
"""What modules write into policies in place of names that they do not know yet."""
_TOO_LONG = ("a text of at most 4,194,304 characters",)

_STR = Parameter("str", STRING)
_ANY_STR = Parameter("str", STRING, unknown=True, dynamic=True)
Text = str | Unknown


def upper_case(text: str) -> str:
    """Return a text with every character mapped by itself, as Go does: ``ß`` stays."""
    return text.upper() if text.isascii() else "".join(map(_upper, text))


def _upper(char: str) -> str:
    return next((other for other in (char.upper(), char.title()) if len(other) == 1), char)


def lower_case(text: str) -> str:
    """Return a text with every character mapped by itself, as Go does: a final sigma is like any other."""
    return text.lower() if text.isascii() else "".join(char.lower()[0] for char in text)


def title_case(text: str) -> str:
    """Return a text with the first letter of each word in title case, as Go does."""
    letters, before = [], " "
    for char in text:
        titled = char.title() if len(char.title()) == 1 else char
        letters.append(titled if _separates(before) else char)
        before = char
    return "".join(letters)


def _separates(char: str) -> bool:
    if char.isascii():
        return not (char.isalnum() or char == "_")
    return char in _SPACES


@function("upper", _ANY_STR, returns=STRING, refinement=NOT_NULL)
def upper(text: Text) -> Value:
    """Return a text in capital letters."""
    return mapped(text, upper_case) if isinstance(text, Unknown) else normalized(upper_case(text))


@function("lower", _ANY_STR, returns=STRING, refinement=NOT_NULL)
def lower(text: Text) -> Value:
    """Return a text in small letters."""
    return mapped(text, lower_case) if isinstance(text, Unknown) else normalized(lower_case(text))


@function("title", _STR, returns=STRING, refinement=NOT_NULL)
def title(text: str) -> str:
    """Return a text with each word's first letter in title case."""
    return normalized(title_case(text))


@function("strrev", _ANY_STR, returns=STRING, refinement=NOT_NULL)
def strrev(text: Text) -> Value:
    """Return the characters in reverse order."""
    if isinstance(text, Unknown):
        return unknown(STRING, text, refinement=NOT_NULL)
    return normalized("".join(reversed(graphemes(text))))


@function("chomp", _STR, returns=STRING, refinement=NOT_NULL)
def chomp(text: str) -> str:
    """Return a text without the line breaks at its end."""
    return text.rstrip("\r\n")


@function("trimspace", Parameter("str", STRING, unknown=True), returns=STRING, refinement=NOT_NULL)
def trimspace(text: Text) -> Value:
    """Return a text without white space at either end."""
    if isinstance(text, str):
        return text.strip(_SPACES)
    parts = list(text.parts)
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip(_SPACES)
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip(_SPACES)
    certain = parts and all(isinstance(part, str) and part for part in (parts[0], parts[-1]))
    return partial(parts, text) if certain else unknown(STRING, text, refinement=NOT_NULL)


@function("trim", _STR, Parameter("cutset", STRING), returns=STRING, refinement=NOT_NULL)
def trim(text: str, cutset: str) -> str:
    """Return a text without the given characters at either end."""
    return text.strip(cutset) if cutset else text


@function("trimprefix", Parameter("str", STRING, unknown=True), Parameter("prefix", STRING), returns=STRING,
          refinement=NOT_NULL)  # fmt: skip
def trimprefix(text: Text, prefix: str) -> Value:
    """Return a text without a prefix."""
    if isinstance(text, str):
        return text.removeprefix(prefix)
    first = text.parts[0] if text.parts else ""
    if not isinstance(first, str) or len(first) < len(prefix):
        return unknown(STRING, text, refinement=NOT_NULL)
    return partial((first.removeprefix(prefix), *text.parts[1:]), text)


@function("trimsuffix", Parameter("str", STRING, unknown=True), Parameter("suffix", STRING), returns=STRING,
          refinement=NOT_NULL)  # fmt: skip
def trimsuffix(text: Text, suffix: str) -> Value:
    """Return a text without a suffix."""
    if isinstance(text, str):
        return text.removesuffix(suffix)
    last = text.parts[-1] if text.parts else ""
    if not isinstance(last, str) or len(last) < len(suffix):
        return unknown(STRING, text, refinement=NOT_NULL)
    return partial((*text.parts[:-1], last.removesuffix(suffix)), text)


@function("startswith", Parameter("str", STRING, unknown=True), Parameter("prefix", STRING), returns=BOOL,
          refinement=NOT_NULL)  # fmt: skip
def startswith(text: Text, prefix: str) -> Value:
    """Tell whether a text starts with another; what Terraform knows of an unknown text's start can decide it."""
    if isinstance(text, str):
        return text.startswith(prefix)
    known = text.refinement.prefix
    if not prefix or (known and known.startswith(prefix)):
        return True
    return False if known and len(known) >= len(prefix) else unknown(BOOL, text, refinement=NOT_NULL)


@function("endswith", _STR, Parameter("suffix", STRING), returns=BOOL, refinement=NOT_NULL)
def endswith(text: str, suffix: str) -> bool:
    """Tell whether a text ends with another."""
    return text.endswith(suffix)


@function("strcontains", _STR, Parameter("substr", STRING), returns=BOOL)
def strcontains(text: str, substr: str) -> bool:
    """Tell whether a text holds another."""
    return substr in text


@function("substr", Parameter("str", STRING, dynamic=True), Parameter("offset", NUMBER, dynamic=True),
          Parameter("length", NUMBER, dynamic=True), returns=STRING, refinement=NOT_NULL)  # fmt: skip
def substr(text: str, offset: int | Fraction, length: int | Fraction) -> str:
    """Return some characters of a text; a negative offset counts from the end, a negative length takes all."""
    start, count = whole_number(offset), whole_number(length)
    if start >= 0 and count == 0:
        return ""
    chars = graphemes(text)
    if start < 0:
        start = max(0, start + len(chars))
    return normalized("".join(chars[start:] if count <= 0 else chars[start : start + count]))


@function("join", Parameter("separator", STRING, unknown=True), rest=Parameter("lists", ListOf(STRING)), returns=STRING,
          refinement=NOT_NULL)  # fmt: skip
def join(separator: Text, *lists: List) -> Value:
    """Return the items of all lists in one text with a separator between them."""
    if not lists:
        raise FunctionError("at least one list is required")
    items: list[Value] = [item for given in lists for item in given.items]
    if isinstance(separator, Unknown) or next((found for item in items for found in unknowns(item)), None):
        return _joined_partly(separator, items)
    for argument, given in enumerate(lists):
        _refuse_null(given.items, argument, len(lists))
    texts = [item for item in items if isinstance(item, str)]
    return _bounded(sum(map(len, texts)) + len(separator) * len(texts), lambda: separator.join(texts))


def _refuse_null(items: list[Value], argument: int, lists: int) -> None:
    for at, item in enumerate(items):
        if isinstance(item, Null):
            where = f" of list {argument + 1}" if lists > 1 else ""
            raise FunctionError(f"element {at}{where} is null; cannot concatenate null values", argument + 1)


def _joined_partly(separator: Text, items: list[Value]) -> Unknown:
    texts = [item for item in items if isinstance(item, (str, Unknown))]
    if len(texts) < len(items):
        return unknown(STRING, separator, *items, refinement=NOT_NULL)
    pieces = [part for item in texts for part in (*parts_of(separator), *parts_of(item))]
    return partial(joined(pieces[len(parts_of(separator)) :]), separator, *items)


@function("split", Parameter("separator", STRING), _STR, returns=ListOf(STRING), refinement=NOT_NULL)
def split(separator: str, text: str) -> List:
    """Return the pieces of a text between separators; without a separator, its characters."""
    if not separator:
        return List(STRING, list(text))
    return List(STRING, list(text.split(separator)))


@function("indent", Parameter("spaces", NUMBER), Parameter("str", STRING, unknown=True), returns=STRING,
          refinement=NOT_NULL)  # fmt: skip
def indent(spaces: int | Fraction, text: Text) -> Value:
    """Return a text with spaces after each line break."""
    count = whole_number(spaces)
    if count < 0:
        raise FunctionError("spaces must not be negative", 0)

    def indented(piece: str) -> Text:
        length = len(piece) + count * piece.count("\n")
        return _bounded(length, lambda: piece.replace("\n", "\n" + " " * count))

    if isinstance(text, str):
        return indented(text)
    pieces = [indented(part) if isinstance(part, str) else part for part in parts_of(text)]
    if any(isinstance(piece, Unknown) for piece in pieces):
        return unknown(STRING, text, refinement=NOT_NULL)
    return partial((piece for piece in pieces if not isinstance(piece, Unknown)), text)


@function("replace", Parameter("str", STRING, unknown=True), Parameter("substr", STRING),
          Parameter("replace", STRING, unknown=True), returns=STRING, refinement=NOT_NULL)  # fmt: skip
def replace(text: Text, substr: str, replacement: Text) -> Value:
    """Return a text with each occurrence of another replaced; between slashes it is a regular expression."""
    is_pattern = len(substr) > 1 and substr[0] == substr[-1] == "/"
    if (
        not is_pattern
        and _PLACEHOLDER.fullmatch(substr)
        and not (isinstance(text, str) and isinstance(replacement, str))
    ):
        return _filled(text, substr, replacement)
    if isinstance(replacement, Unknown):
        return unknown(STRING, text, replacement, refinement=NOT_NULL)
    if isinstance(text, Unknown):
        if is_pattern or len(substr) != 1:
            return unknown(STRING, text, refinement=NOT_NULL)
        return mapped(text, lambda part: part.replace(substr, replacement))
    if is_pattern:
        from seamlint.evaluate.terraform.functions.regular_expressions import replace_matches

        result = replace_matches(text, substr[1:-1], replacement)
        return normalized(result) if isinstance(result, str) else result
    length = len(text) + max(0, len(replacement) - len(substr)) * text.count(substr)
    return _bounded(length, lambda: text.replace(substr, replacement))


def _filled(text: Text, placeholder: str, replacement: Text) -> Unknown:
    """Return a text that is not wholly known with a placeholder filled in; nothing that AWS computes holds one."""
    inserted = parts_of(replacement)
    pieces = [part.split(placeholder) if isinstance(part, str) else [part] for part in parts_of(text)]
    count = sum(len(each) - 1 for each in pieces)
    length = sum(len(part) for part in inserted if isinstance(part, str))
    if count * len(inserted) > _MOST_PIECES or count * length > _LONGEST:
        return unknown(STRING, text, replacement, refinement=NOT_NULL)
    result = [part for each in pieces for at, piece in enumerate(each) for part in (*(inserted if at else ()), piece)]
    return partial(result, text, replacement)


def _bounded(length: int, make: Callable[[], str]) -> Text:
    """Make a text, unless it would be longer than anything that is worth the memory."""
    return normalized(make()) if length <= _LONGEST else Unknown(STRING, _TOO_LONG, refinement=NOT_NULL)
