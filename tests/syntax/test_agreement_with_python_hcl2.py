"""On Terraform that python-hcl2 reads right, the tree has the same blocks, labels and attributes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hcl2
import pytest
from hcl2.utils import SerializationOptions

from seamlint.sources.span import SourceText
from seamlint.syntax.hcl import parse
from seamlint.syntax.hcl.tree import Body, Literal

ROOT = Path(__file__).parents[2] / "fixtures"
FILES = sorted(ROOT.glob("**/*.tf"))[::4]
MARKS = ("__is_block__", "__inline_comments__", "__comments__")


def read_by_python_hcl2(text: str) -> dict[str, Any]:
    options = SerializationOptions(with_comments=False, explicit_blocks=True, strip_string_quotes=True)
    return dict(hcl2.loads(text, serialization_options=options))


def same(body: Body, read: dict[str, Any]) -> None:
    """Assert that a body holds what python-hcl2 read: attributes by name, blocks as nested lists under their labels."""
    blocks: dict[str, list[Any]] = {}
    for name, value in read.items():
        if name in MARKS:
            continue
        if isinstance(value, list) and value and all(isinstance(item, dict) and is_block(item) for item in value):
            blocks[name] = value
        else:
            assert name in body.attributes
            literal = body.attributes[name].expression
            if isinstance(literal, Literal) and isinstance(literal.value, (str, bool)) and "<<" not in str(value):
                assert literal.value == value
    assert {block.type for block in body.blocks} == blocks.keys()
    assert len(body.attributes) == len([name for name in read if name not in (*MARKS, *blocks)])
    for kind, items in blocks.items():
        mine = [block for block in body.blocks if block.type == kind]
        assert len(mine) == len(items)
        for block, item in zip(mine, items, strict=True):
            inner = item
            for label in block.labels:
                inner = inner[label]
            same(block.body, inner)


def is_block(item: dict[str, Any]) -> bool:
    return "__is_block__" in item or any(isinstance(inner, dict) and is_block(inner) for inner in item.values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_same_structure(path: Path) -> None:
    text = path.read_text("utf-8")
    same(parse(SourceText(str(path), text)).body, read_by_python_hcl2(text))
