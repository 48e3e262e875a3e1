"""``Fn::ForEach``: entries made from a collection.

Source: CloudFormation Template Reference, "Fn::ForEach"; "AWS::LanguageExtensions transform".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.evaluator import LOOP
from seamlint.evaluate.cloudformation.partial import scalar_text
from seamlint.evaluate.values import Unknown, Value, needs
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
    for item in _items(evaluator, parts[1]):
        inner = evaluator.within(identifier, item)
        for key, made in parts[2].entries.items():
            if not evaluator.stack.may_grow(entry):
                return
            if key.startswith(LOOP):
                yield from expanded(inner, inner.filled(key), made)
            else:
                yield inner.filled(key), made, inner


def _items(evaluator: Evaluator, node: Node) -> list[Value]:
    """Return a collection's items; an unknown one stands for any number of them."""
    collection = evaluator.value(node)
    if not isinstance(collection, list):
        return [Unknown(needs(collection) or ("the collection of a loop",))]
    items = [scalar_text(item) or Unknown(needs(item) or ("an item of a loop",)) for item in collection]
    return [*items]
