"""Where the values of a resource are written, and what they came through. Only findings pay for it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from seamlint.evaluate.resource import Origin
from seamlint.evaluate.terraform.body import BodyValues, Placed, iterator_name
from seamlint.evaluate.terraform.references import narrowed, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.terraform.instance import ModuleInstance
    from seamlint.evaluate.terraform.resources import ResourceInstance
    from seamlint.evaluate.values import Path
    from seamlint.sources.span import SourceText, Span
    from seamlint.syntax.hcl.tree import Attribute, Block, Body, Expression

LONGEST_TRAIL = 12
"""Steps. A reader follows no more."""


class Written(NamedTuple):
    """An expression, the file it stands in, and what its names mean there.

    Attributes:
        repeated: expressions that ``each``, ``count`` and the iterators of dynamic blocks run over, by name.
    """

    expression: Expression
    source: SourceText
    module: ModuleInstance
    repeated: dict[str, Written]

    @property
    def span(self) -> Span:
        """Its place."""
        return self.source.span(self.expression.start, self.expression.end)


class BlockLocator:
    """Finds places of one resource instance."""

    __slots__ = ("_resource",)

    def __init__(self, resource: ResourceInstance) -> None:
        self._resource = resource

    def span_at(self, path: Path) -> Span:
        """Return the place of the deepest written part of a path: the item, the attribute, the block, the resource."""
        return self._place(path)[0]

    def trail(self, path: Path) -> tuple[Origin, ...]:
        """Return the variables, locals, outputs and calls that the value at a path came through, nearest first."""
        written = self._place(path)[1]
        found = list(_origins(written)) if written else []
        return (*dict.fromkeys(found), *_calls(self._resource.module))

    def _place(self, path: Path) -> tuple[Span, Written | None]:
        """Return the span of a path, and the expression whose value it is (None for a block that is just written)."""
        resource = self._resource
        span: Span = resource.declared.span
        values, source = resource.values, resource.declared.source
        repeated = repeated_names(resource.declared.block.body, source, resource.module)
        written: Written | None = None
        at = 0
        while at < len(path):
            attribute = values.body.attributes.get(str(path[at]))
            if attribute is not None:
                source = resource.module.module.source_of(attribute, source)
                expression = narrowed(attribute.expression, path[at + 1 :])
                start = attribute.start if expression is attribute.expression else expression.start
                return source.span(start, expression.end), Written(expression, source, resource.module, repeated)
            child = _child(values, path[at : at + 2])
            block = child.dynamic if isinstance(child, Placed) else child.block if child else None
            if child is None or block is None:
                break
            source = child.evaluator.source
            span = source.span(block.start, block.header_end)
            written = _dynamic(block, source, resource.module, repeated)
            if isinstance(child, Placed):
                break
            if written is not None:
                repeated = {**repeated, iterator_name(block): written}
            values, at = child, at + 2
        return span, written


def repeated_names(body: Body, source: SourceText, module: ModuleInstance) -> dict[str, Written]:
    """Return what ``each`` and ``count`` run over in a resource or module call."""
    found = {}
    for argument, name in (("for_each", "each"), ("count", "count")):
        attribute = body.attributes.get(argument)
        if attribute is not None:
            found[name] = Written(attribute.expression, module.module.source_of(attribute, source), module, {})
    return found


def _child(values: BodyValues, step: Path) -> BodyValues | Placed | None:
    kin = values.children.get(str(step[0]), [])
    index = step[1] if len(step) > 1 and isinstance(step[1], int) else 0
    return kin[index] if index < len(kin) else None


def _dynamic(block: Block, source: SourceText, module: ModuleInstance, repeated: dict[str, Written]) -> Written | None:
    for_each = block.body.attributes.get("for_each") if block.type == "dynamic" else None
    return Written(for_each.expression, source, module, repeated) if for_each else None


def _origins(written: Written) -> Iterator[Origin]:
    """Yield what a value came through, breadth first, so that the nearest comes first."""
    pending = deque([written])
    seen: set[tuple[int, int]] = set()
    found = 0
    while pending and found < LONGEST_TRAIL:
        at = pending.popleft()
        for names in references(at.expression):
            for origin, further in _step(names, at):
                if origin is not None:
                    found += 1
                    yield origin
                key = (id(further.expression), id(further.module)) if further else None
                if further is not None and key is not None and key not in seen:
                    seen.add(key)
                    pending.append(further)


def _step(names: tuple[str, ...], at: Written) -> Iterator[tuple[Origin | None, Written | None]]:
    """Yield where a name's value is written, and the expression to go on with."""
    if names[0] in at.repeated:
        yield None, at.repeated[names[0]]
    elif names[0] == "var" and len(names) > 1 and names[1] in at.module.module.variables:
        yield _variable(names[1], at.module)
    elif names[0] == "local" and len(names) > 1 and names[1] in at.module.module.locals:
        local = at.module.module.locals[names[1]]
        yield _attribute(local.attribute, local.source, at.module, f"local.{names[1]} is defined")
    elif names[0] == "module" and len(names) > 2 and names[1] in at.module.calls:
        yield from _output(names[1], names[2], at.module)
    else:
        yield from _resource_attribute(names, at.module)


def _variable(name: str, module: ModuleInstance) -> tuple[Origin | None, Written | None]:
    call = module.call
    if call is not None and name in call.declared.block.body.attributes:
        written = call.declared.block.body.attributes[name]
        source = call.caller.module.source_of(written, call.declared.source)
        repeated = repeated_names(call.declared.block.body, source, call.caller)
        origin = Origin(source.span(written.start, written.end), f"var.{name} is set by {call.address}")
        return origin, Written(written.expression, source, call.caller, repeated)
    given = module.root.given.get(name) if call is None else None
    if given is not None:
        return given.origin, None
    declared = module.module.variables[name]
    default = declared.block.body.attributes.get("default")
    if default is None:
        return Origin(declared.span, f"var.{name} has no default and is not set"), None
    return Origin(declared.source.span(default.start, default.end), f"default of var.{name}"), None


def _output(call: str, name: str, module: ModuleInstance) -> Iterator[tuple[Origin | None, Written | None]]:
    for child in list(module.calls[call].children.values())[:1]:
        declared = child.module.outputs.get(name)
        value = declared.block.body.attributes.get("value") if declared else None
        if declared is not None and value is not None:
            yield _attribute(value, declared.source, child, f"output {name} of {child.address}")


def _resource_attribute(
    names: tuple[str, ...], module: ModuleInstance
) -> Iterator[tuple[Origin | None, Written | None]]:
    mode = names[0] if names[0] in ("data", "ephemeral") else "managed"
    names = names[1:] if names[0] in ("resource", "data", "ephemeral") else names
    group = module.resources[mode].get((names[0], names[1])) if len(names) > 1 else None
    if group is None:
        return
    declared = group.declared
    address = ".".join(names[:2]) if mode == "managed" else ".".join((mode, *names[:2]))
    attribute = declared.block.body.attributes.get(names[2]) if len(names) > 2 else None
    if attribute is not None:
        yield _attribute(attribute, declared.source, module, f"{address} sets {names[2]}")
    elif mode == "data":
        yield Origin(declared.span, f"{address} is read"), None


def _attribute(attribute: Attribute, source: SourceText, module: ModuleInstance, says: str) -> tuple[Origin, Written]:
    source = module.module.source_of(attribute, source)
    origin = Origin(source.span(attribute.start, attribute.end), says)
    return origin, Written(attribute.expression, source, module, {})


def _calls(module: ModuleInstance) -> Iterator[Origin]:
    """Yield the module calls that lead to a module instance, the nearest first."""
    while module.call is not None:
        yield Origin(module.call.declared.span, f"{module.address} is called")
        module = module.call.caller
