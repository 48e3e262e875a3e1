"""Bounds on what a little code can grow into: a scanned repository is not trusted.

Values share their parts, so a chain of ``[local.a, local.a]`` stays small in memory while whoever walks it meets twice
as much at every step; therefore a value's size counts shared parts as often as they are met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import EvaluationError
from seamlint.evaluate.terraform.values import Value, summary_of

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.syntax.hcl.tree import Node

TOO_MUCH = "too much to evaluate: the loops and calls go through too many values; make them smaller"
LONGEST_TEXT = 4 * 1024 * 1024
"""Characters."""
_MOST_NODES = 1_000_000
_DEEPEST = 200
_NODES_A_STEP = 4


def excess(value: Value) -> str:
    """Say what makes a value too large to go on with, nothing when it is not."""
    if isinstance(value, str):
        return f"the text has more than {LONGEST_TEXT:,} characters" if len(value) > LONGEST_TEXT else ""
    found = summary_of(value)
    if found.depth > _DEEPEST:
        return f"the value is nested more than {_DEEPEST} levels deep"
    return f"the value has more than {_MOST_NODES:,} elements" if found.nodes > _MOST_NODES else ""


def bounded(value: Value, node: Node) -> Value:
    """Return a value unless it is too large.

    Raises:
        EvaluationError: it is.
    """
    found = excess(value)
    if found:
        raise EvaluationError(f"Too large: {found}.", node.start, node.end)
    return value


def charge(scope: Scope, node: Node, *values: Value) -> None:
    """Use up the work that walking through some values is.

    Raises:
        EvaluationError: too much has been done already.
    """
    if not scope.work.spend(steps(*values)):
        raise EvaluationError(f"{TOO_MUCH}.", node.start, node.end)


def steps(*values: Value) -> int:
    """Return the work that walking through some values is."""
    return sum(summary_of(value).nodes for value in values) // _NODES_A_STEP
