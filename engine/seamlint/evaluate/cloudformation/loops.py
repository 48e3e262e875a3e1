"""``Fn::ForEach``: entries made from a collection.

Source: CloudFormation Template Reference, "Fn::ForEach"; "AWS::LanguageExtensions transform".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.evaluator import LOOP
from seamlint.evaluate.cloudformation.partial import scalar_text
from seamlint.syntax.cloudformation.tree import Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.cloudformation.evaluator import Evaluator
    from seamlint.syntax.cloudformation.tree import Entry


def expanded(evaluator: Evaluator, name: str, entry: Entry) -> Iterator[tuple[str, Entry, Evaluator]]:
    """Yield the entries that a loop makes, with what evaluates each."""
    parts = entry.value.items if isinstance(entry.value, Sequence) else []
    if len(parts) != 3 or not isinstance(parts[0], Literal) or not isinstance(parts[2], Mapping):
        evaluator.unusable(f"{name} takes an identifier, a collection and what to make of each", entry)
        return
    identifier = scalar_text(parts[0].value) or ""
    for item in _items(evaluator, name, parts[1]):
        inner = evaluator.within(identifier, item)
        for key, made in parts[2].entries.items():
            if not evaluator.stack.may_grow(entry):
                return
            if key.startswith(LOOP):
                yield from expanded(inner, inner.filled(key), made)
            else:
                yield inner.filled(key), made, inner


def _items(evaluator: Evaluator, name: str, node: Node) -> list[str]:
    """Return a collection's items; what a loop over an unknown one makes is left out, and told."""
    collection = evaluator.value(node)
    items = collection if isinstance(collection, list) else [collection]
    known = [text for text in map(scalar_text, items) if text is not None]
    if len(known) != len(items):
        evaluator.unusable(f"what {name} goes over is not known: what it makes was left out", node)
    return known
