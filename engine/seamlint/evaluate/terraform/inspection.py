"""What an expression in a module's file evaluates to, in each instance of what it stands in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint.evaluate.inspection import Inspected
from seamlint.evaluate.terraform.body import BodyValues
from seamlint.evaluate.terraform.locator import BlockLocator
from seamlint.evaluate.terraform.origins import Written, calls, origins, repeated_names, variable
from seamlint.evaluate.terraform.plain import plain
from seamlint.named_tuples import NamedTuple
from seamlint.syntax.hcl.tree import (
    ForObject,
    ForTuple,
    GetAttr,
    Index,
    Literal,
    Name,
    Node,
    ObjectExpr,
    Splat,
    TemplateFor,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.inspection import Cursor
    from seamlint.evaluate.resource import Unit
    from seamlint.evaluate.terraform.instance import ModuleInstance
    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.syntax.hcl.tree import Attribute, Block, Body, File

MODES = {"resource": "managed", "data": "data", "ephemeral": "ephemeral"}
PLAIN = frozenset({"locals", "output", "provider"})
"""Blocks whose expressions know the module's names and no others."""


class _Set(NamedTuple):
    """An attribute as it is set in one instance."""

    attribute: Attribute
    scope: Scope
    instance: str


def inspect_module(unit: Unit, cursor: Cursor) -> Iterator[Inspected]:
    """Yield what the expression around a place in one of a root's files evaluates to."""
    path = os.path.abspath(cursor.file)
    for module in _instances(unit):
        if module.module.folder == os.path.dirname(path):
            trees = module.root.declarations.files.trees()
            file = next((tree for tree in trees if tree.source.path == cursor.file), None)
            yield from _in_file(module, file, cursor) if file else ()


def _instances(unit: Unit) -> Iterator[ModuleInstance]:
    """Yield the module instances of a root, itself first."""
    resources = (each.locator.resource for each in unit.resources if isinstance(each.locator, BlockLocator))
    module = next((each.module for each in resources), None)
    while module is not None and module.call is not None:
        module = module.call.caller
    pending = [module] if module else []
    while pending:
        at = pending.pop(0)
        yield at
        pending += [child for call in at.calls.values() for child in call.children.values()]


def _in_file(module: ModuleInstance, file: File, cursor: Cursor) -> Iterator[Inspected]:
    offset = file.source.offset(cursor.line, cursor.column)
    for block in _around(file.body.blocks, offset):
        if block.type == "variable":
            yield from _of_variable(module, block, file)
        for each in _set_in(module, block, offset):
            if module.module.source_of(each.attribute, file.source) is file.source:
                yield from _evaluated(module, block, each, file, offset)


def _around(blocks: Iterable[Block], offset: int) -> Iterator[Block]:
    return (block for block in blocks if block.start <= offset <= block.end)


def _of_variable(module: ModuleInstance, block: Block, file: File) -> Iterator[Inspected]:
    name = block.labels[0] if block.labels else ""
    if name in module.module.variables:
        origin, _ = variable(name, module)
        trail = (origin,) if origin and origin.span.file != file.source.path else ()
        span = file.source.span(block.start, block.header_end)
        yield Inspected(span, plain(module.variable(name)), module.address, trail)


def _set_in(module: ModuleInstance, block: Block, offset: int) -> Iterator[_Set]:
    """Yield the attribute around an offset, as each instance of a block of the module sets it."""
    if block.type in MODES:
        group = module.resources[MODES[block.type]].get((*block.labels[:1], *block.labels[1:2]))  # type: ignore[arg-type]
        for resource in group.instances.values() if group else ():
            yield from _set_by(resource.values, offset, resource.address)
    elif block.type == "module" and block.labels and block.labels[0] in module.calls:
        children = module.calls[block.labels[0]].children.values()
        scopes = [(child.caller_scope or module.scope, child.address) for child in children]
        for scope, address in scopes or [(module.scope, module.address)]:
            yield from _plainly_set(block.body, scope, address, offset)
    elif block.type in PLAIN:
        yield from _plainly_set(block.body, module.scope, module.address, offset)


def _plainly_set(body: Body, scope: Scope, address: str, offset: int) -> Iterator[_Set]:
    for attribute in body.attributes.values():
        if attribute.start <= offset <= attribute.end:
            yield _Set(attribute, scope, address)
    for block in _around(body.blocks, offset):
        yield from _plainly_set(block.body, scope, address, offset)


def _set_by(values: BodyValues, offset: int, address: str) -> Iterator[_Set]:
    """Yield the attribute around an offset: in dynamic blocks, once for each block that they make."""
    for attribute in values.body.attributes.values():
        if attribute.start <= offset <= attribute.end:
            yield _Set(attribute, values.scope, address)
    for dynamic in _around(values.body.blocks, offset):
        for_each = dynamic.body.attributes.get("for_each") if dynamic.type == "dynamic" else None
        if for_each is not None and for_each.start <= offset <= for_each.end:
            yield _Set(for_each, values.scope, address)
    for child in (child for kin in values.children.values() for child in kin):
        if isinstance(child, BodyValues) and child.block and child.block.start <= offset <= child.block.end:
            yield from _set_by(child, offset, address)


def _evaluated(module: ModuleInstance, block: Block, found: _Set, file: File, offset: int) -> Iterator[Inspected]:
    expression: Node = _expression_at(found.attribute.expression, offset)
    if isinstance(expression, Literal):
        return
    repeated = repeated_names(block.body, file.source, module)
    written = Written(expression, file.source, module, found.scope, repeated)  # type: ignore[arg-type]
    value = module.evaluator(file.source).expression(written.expression, found.scope, file.source)
    trail = (*dict.fromkeys(origins(written)), *calls(module))
    yield Inspected(written.span, plain(value), found.instance, trail)


def _expression_at(node: Node, offset: int) -> Node:
    """Return the innermost expression around an offset that is more than plain text and means something by itself."""
    inner = next((part for part in _parts(node) if part.start <= offset <= part.end), None)
    return node if inner is None or isinstance(inner, Literal) else _expression_at(inner, offset)


def _parts(node: Node) -> Iterator[Node]:
    """Yield the parts of an expression that know the same names as it does, and are values by themselves."""
    if isinstance(node, (ForTuple, ForObject, TemplateFor)):
        yield node.collection
    elif isinstance(node, ObjectExpr):
        yield from (part for pair in node.items for part in pair)
    elif isinstance(node, (GetAttr, Index, Splat)):
        yield from _parts_of_traversal(node)
    else:
        for held in (getattr(node, name) for name in type(node).__slots__):
            yield from (part for part in (held if isinstance(held, list) else [held]) if isinstance(part, Node))


def _parts_of_traversal(node: Node) -> Iterator[Node]:
    """Yield the keys of ``a.b[key]``, and what it begins with where that is no name."""
    while isinstance(node, (GetAttr, Index, Splat)):
        if isinstance(node, Index):
            yield node.key
        node = node.object
    if not isinstance(node, Name):
        yield node
