"""Which arguments of an ``aws_iam_policy_document`` say a part of its JSON.

Source: AWS provider documentation, data source "aws_iam_policy_document".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.evaluate.terraform.policy_document import SETS, Assembled, as_policy_text, assembled

if TYPE_CHECKING:
    from seamlint.evaluate.values import Path

_ATTRIBUTES = {"Sid": "sid", "Effect": "effect", "Version": "version", "Id": "policy_id"}
_SETS = {key: argument for argument, key in SETS.items()}
_PRINCIPALS = {"Principal": "principals", "NotPrincipal": "not_principals"}


def place_among_arguments(values: dict[str, Any], path: Path) -> Path:
    """Return the path among the arguments of a part of the document; empty for the data source as a whole.

    Where the part comes from a document that is merged, the path goes on inside that: ``("source_policy_documents", 0,
    "Statement", 1, "Action")``.
    """
    if path[:1] != ("Statement",):
        return (_ATTRIBUTES[str(path[0])],) if path and path[0] in _ATTRIBUTES else ()
    found = assembled(values)
    index = path[1] if len(path) > 1 else None
    if not isinstance(index, int) or index >= len(found.origins):
        return ()
    origin, element = found.origins[index], path[2:]
    return (*origin, *(_argument(found, values, index, element) if origin[0] == "statement" else element))


def _argument(found: Assembled, values: Any, index: int, element: Path) -> Path:
    """Return the path inside a statement block of an element of its statement."""
    _, block_index = found.origins[index]
    statement, block = found.document["Statement"][index], values["statement"][block_index]
    if not element or not isinstance(block, dict):
        return ()
    name, deeper = element[0], element[1:]
    if name in _SETS:
        argument = _SETS[str(name)]
        return (argument, *_same_item(block.get(argument), statement.get(name), deeper))
    if name in _PRINCIPALS:
        return _block(block, _PRINCIPALS[str(name)], {"type": deeper[:1]}, "identifiers" if deeper else None)
    if name == "Condition":
        wanted = {"test": deeper[:1], "variable": deeper[1:2]}
        return _block(block, "condition", wanted, "values" if len(deeper) > 2 else None)
    return (_ATTRIBUTES[str(name)],) if name in _ATTRIBUTES else ()


def _same_item(given: Any, written: Any, deeper: Path) -> Path:
    """Return the index in an argument's list of the item that stands at an index of the document's list."""
    at = deeper[0] if deeper else None
    item = written[at] if isinstance(written, list) and isinstance(at, int) and at < len(written) else written
    if not isinstance(given, list):
        return ()
    return next(((at,) for at, each in enumerate(given) if as_policy_text(each) == item), ())


def _block(block: dict[str, Any], kind: str, wanted: dict[str, Path], attribute: str | None) -> Path:
    """Return the path of the nested block whose attributes are as wanted, else of the first one."""
    blocks = block.get(kind)
    blocks = blocks if isinstance(blocks, list) else []
    fits = (
        at
        for at, each in enumerate(blocks)
        if isinstance(each, dict) and all((each.get(name),) == value for name, value in wanted.items() if value)
    )
    at = next(fits, 0)
    return (kind, at) if attribute is None else (kind, at, attribute)
