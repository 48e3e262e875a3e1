"""Splitting text of which only parts are known.

Source: CloudFormation Template Reference, "Fn::Split".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.partial import text
from seamlint.evaluate.values import Unknown, Value, needs

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.partial import Part

_IN_NAMES = frozenset("-_./:@+=#")
"""Characters that ids, names, ARNs and URLs are made of besides letters and digits."""


def split_text(parts: list[Part], delimiter: str) -> list[Value]:
    """Return the pieces between delimiters; from the first that may hold delimiters itself, one unknown.

    An id or name that AWS makes holds no commas, blanks or the like; of other unknown text that is not known.
    """
    pieces: list[list[Part]] = [[]]
    may_hold = all(character.isalnum() or character in _IN_NAMES for character in delimiter)
    for part in parts:
        if isinstance(part, str):
            first, *others = part.split(delimiter)
            pieces[-1].append(first)
            pieces += [[other] for other in others]
        elif may_hold or isinstance(part, Unknown):
            return [*map(text, pieces[:-1]), Unknown(needs(part))]
        else:
            pieces[-1].append(part)
    return list(map(text, pieces))
