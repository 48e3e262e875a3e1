"""How an override file changes what the other files of a module declare.

Source: Terraform language documentation, "Override Files".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.syntax.hcl.tree import Block, Body

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.module import Declared
    from seamlint.sources.span import SourceText
    from seamlint.syntax.hcl.tree import Attribute


def merge_block(base: Declared, override: Declared, foreign: dict[int, SourceText]) -> Block:
    """Return the base block with the override's arguments and nested blocks in place of its own.

    `foreign` remembers the file of everything that comes from the override.
    """
    body = override.block.body
    replaced = {nested_type(block) for block in body.blocks}
    for node in (*body.attributes.values(), *body.blocks):
        foreign[id(node)] = override.source
    kept = [block for block in base.block.body.blocks if nested_type(block) not in replaced]
    return _with_body(base.block, {**base.block.body.attributes, **body.attributes}, [*kept, *body.blocks])


def merge_requirements(settings: list[Declared], override: Declared) -> list[Declared]:
    """Return a module's ``terraform`` blocks with one of an override file: a backend replaces the backend."""
    types = {block.type for block in override.block.body.blocks}
    replaced = {"backend", "cloud"} if types & {"backend", "cloud"} else set()
    kept = [_without(declared, replaced) for declared in settings]
    return [*kept, override]


def nested_type(block: Block) -> str:
    """Return the type of the nested blocks that a block makes: a dynamic block's label, else its own."""
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


def _with_body(block: Block, attributes: dict[str, Attribute], blocks: list[Block]) -> Block:
    body = Body(block.body.start, block.body.end, attributes, blocks)
    return Block(block.start, block.end, block.type, block.labels, body, block.header_end)


def _without(declared: Declared, types: set[str]) -> Declared:
    body = declared.block.body
    kept = [nested for nested in body.blocks if nested.type not in types]
    return declared._replace(block=_with_body(declared.block, body.attributes, kept))
