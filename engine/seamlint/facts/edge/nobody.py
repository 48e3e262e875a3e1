"""Ids that nobody has, to ask what a policy says of an id that AWS makes up and the code cannot have written."""

from __future__ import annotations

from seamlint.evaluate.values import Reference, Text

NOBODYS = "ENOBODYSIDENTITY"
"""An id that no distribution and no origin access identity has: theirs are shorter."""


def without_id(arn: object) -> str | Text | None:
    """Return an ARN with an id that nobody has for the reference that it ends in; None where it is known."""
    if isinstance(arn, Text) and isinstance(arn.parts[-1], Reference):
        *before, last = arn.parts[:-1]
        end = f"{last}{NOBODYS}" if isinstance(last, str) else NOBODYS
        return Text((*before, end)) if before else end
    return None
