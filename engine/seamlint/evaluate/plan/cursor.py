"""Steps through a large JSON text, holding one value at a time.

Source: RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format".
"""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from seamlint.patterns import Pattern
from seamlint.syntax.failure import SyntaxFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE = Pattern(r"[ \t\r\n]*")
_PLAIN = Pattern(r"-?\d{1,40}\.\d{1,40}\Z")


def _number(written: str) -> Fraction | str:
    """Return a number with a fraction exactly; one of absurd size stays what is written."""
    if _PLAIN.match(written):
        return Fraction(written)
    number = float(written)
    return Fraction(number) if math.isfinite(number) else written


_DECODER = json.JSONDecoder(parse_float=_number, parse_constant=str)


class Cursor:
    """A place in a JSON text. What a caller does not read of a member or item is passed over.

    Every method raises `SyntaxFailure` where the text is no JSON, nests deeper than Python's stack holds, or is of
    another kind than asked for.

    Attributes:
        at: offset of the next value.
    """

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.at = at
        self._skip()

    def members(self) -> Iterator[str]:
        """Read an object: yield the name of each member with the cursor at its value."""
        self._expect("{")
        while not self._take("}"):
            name = self.value()
            if not isinstance(name, str):
                raise SyntaxFailure("expected a property name in double quotes", self.at)
            self._expect(":")
            start = self.at
            yield name
            if self.at == start:
                self.value()
            self._separate("}")

    def items(self) -> Iterator[int]:
        """Read an array: yield the offset of each item with the cursor there."""
        self._expect("[")
        while not self._take("]"):
            start = self.at
            yield start
            if self.at == start:
                self.value()
            self._separate("]")

    def is_object(self) -> bool:
        """Tell whether an object comes next."""
        return self.text.startswith("{", self.at)

    def is_array(self) -> bool:
        """Tell whether an array comes next."""
        return self.text.startswith("[", self.at)

    def value(self) -> Any:
        """Read a whole value."""
        try:
            value, self.at = _DECODER.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise SyntaxFailure(f"this is no JSON: {error.msg.lower()}", error.pos) from error
        except RecursionError as error:
            raise SyntaxFailure("arrays or objects are nested too deep", self.at) from error
        except ValueError as error:
            raise SyntaxFailure("a number of too many digits", self.at) from error
        self._skip()
        return value

    def _separate(self, closing: str) -> None:
        if not self._take(",") and not self.text.startswith(closing, self.at):
            raise SyntaxFailure(f"expected `,` or `{closing}`", self.at)

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            raise SyntaxFailure(f"expected `{mark}`", self.at)

    def _take(self, mark: str) -> bool:
        if not self.text.startswith(mark, self.at):
            return False
        self.at += 1
        self._skip()
        return True

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
