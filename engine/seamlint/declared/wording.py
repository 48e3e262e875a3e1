"""Templates of messages: ``{bucket}`` is the address of what is selected, ``{bucket.name}`` a value of it.

Other braces stand for themselves, and ``{{word}}`` for a word in braces.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.config import near
from seamlint.data_classes import dataclass
from seamlint.declared.selectors import Step, known_fields, walk
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from seamlint.declared.document import Written
    from seamlint.declared.model_view import Seen
    from seamlint.declared.selectors import Selector

_BLANK = Pattern(r"\{(\{[\w.]+\})\}|\{([A-Za-z_]\w*(?:\.\w+)*)\}")
LONGEST_VALUE = 200
"""Characters of one value in a message."""


@dataclass(frozen=True)
class Template:
    """Text with blanks."""

    text: str

    def filled(self, bound: Mapping[str, Seen]) -> str:
        """Return the text for what is selected."""
        return _BLANK.sub(lambda found: _filled(found, bound), self.text)


def template(written: Written, variables: Mapping[str, Selector]) -> Template:
    """Read a template.

    Raises:
        DeclarationError: a blank names no variable, or a field that what is selected has not.
    """
    for found in _BLANK.finditer(written.text):
        name, *keys = (found[2] or "").split(".")
        if found[2] and name not in variables:
            raise written.error(f"has {found[0]}: begin with a variable of this rule{near(name, list(variables))}")
        if keys and variables[name].is_whole:
            known_fields(variables[name].kind, Step(fields=(keys[0],)), written)
    return Template(written.text.strip())


def _filled(found: re.Match[str], bound: Mapping[str, Seen]) -> str:
    if found[1]:
        return found[1]
    name, *keys = found[2].split(".")
    if not keys:
        return bound[name].entity.address
    steps = tuple(Step(fields=(key,)) for key in keys)
    return ", ".join(said(value) for value, _ in walk(bound[name].value, steps)) or "nothing"


def said(value: object) -> str:
    """Return a value in words; what is sensitive is not told."""
    if isinstance(value, Sensitive):
        return "(sensitive)"
    if isinstance(value, (Unknown, Reference)):
        return "(not known)" if isinstance(value, Unknown) else f"{value.address}.{value.attribute}"
    return _shown(value)[:LONGEST_VALUE]


def _shown(value: object) -> str:
    if isinstance(value, Text):
        return "".join(map(said, value.parts))
    if isinstance(value, list):
        return ", ".join(map(said, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {said(item)}" for key, item in value.items())
    if isinstance(value, Fraction):
        return f"{float(value):g}"
    return str(value).lower() if isinstance(value, bool) else str(value)
