"""Policy variables in documents that know none (IAM-013).

"IAM policy elements: Variables and tags" in the IAM User Guide: only version 2012-10-17 replaces them, in resources and
in the values of conditions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Sensitive, Text, Verdict
from seamlint.facts.iam.statements import Written, statements
from seamlint.graph.graph import fact
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.graph.graph import Graph

_CURRENT = "2012-10-17"
_VARIABLE = Pattern(r"\$\{(?:[\w-]+:[^${}]+|[*?$])\}")
_ELEMENTS = ("Resource", "NotResource", "Condition")


class LiteralVariable(NamedTuple):
    """A statement with a variable that is plain text, or may be.

    Attributes:
        variable: the first one, as written.
        is_set: whether the document sets its version.
    """

    written: Written
    variable: str
    is_set: bool
    verdict: Verdict


@fact
def literal_variables(graph: Graph) -> list[LiteralVariable]:
    """Return the statements with variables in documents that are not of version 2012-10-17."""
    found: list[LiteralVariable] = []
    for written in statements(graph):
        version = written.document.version
        variable = _first(written) if version != _CURRENT else None
        if variable is not None:
            known = Verdict.UNDECIDED if version is None else Verdict.YES
            found.append(
                LiteralVariable(written, written.shown(variable), _is_set(written), known & written.entity.presence)
            )
    return found


def _is_set(written: Written) -> bool:
    return isinstance(written.source.value, dict) and "Version" in written.source.value


def _first(written: Written) -> str | None:
    source = written.statement.source
    if not isinstance(source, dict):
        return None
    texts = (text for name in _ELEMENTS for text in _texts(source.get(name)))
    return next((found[0] for text in texts if (found := _VARIABLE.search(text))), None)


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Text):
        yield "".join(part if isinstance(part, str) else "x" for part in value.parts)
    elif isinstance(value, Sensitive):
        yield from _texts(value.value)
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
