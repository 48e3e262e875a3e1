"""What a value came through: the variables, locals, outputs and calls between its use and where it is written."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from seamlint.evaluate.resource import LONGEST_TRAIL, Origin
from seamlint.evaluate.terraform.references import references
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.terraform.instance import ModuleInstance
    from seamlint.evaluate.terraform.resources import ResourceInstance
    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.sources.span import SourceText, Span
    from seamlint.syntax.hcl.tree import Attribute, Body, Expression


class Written(NamedTuple):
    """An expression, the file it stands in, and what its names mean there.

    Attributes:
        scope: the names that it knows.
        repeated: expressions that ``each``, ``count`` and the iterators of dynamic blocks run over, by name.
    """

    expression: Expression
    source: SourceText
    module: ModuleInstance
    scope: Scope
    repeated: dict[str, Written]

    @property
    def span(self) -> Span:
        """Its place."""
        return self.source.span(self.expression.start, self.expression.end)


class Spot(NamedTuple):
    """A place in a file.

    Attributes:
        written: the expression whose value stands there; None for a block that is just written.
        through: what leads from there to the resource, the nearest first: where a document is written elsewhere.
    """

    span: Span
    written: Written | None
    through: tuple[Origin, ...] = ()


def repeated_names(body: Body, source: SourceText, module: ModuleInstance) -> dict[str, Written]:
    """Return what ``each`` and ``count`` run over in a resource or module call."""
    found = {}
    for argument, name in (("for_each", "each"), ("count", "count")):
        attribute = body.attributes.get(argument)
        if attribute is not None:
            source_of = module.module.source_of(attribute, source)
            found[name] = Written(attribute.expression, source_of, module, module.scope, {})
    return found


def origins(written: Written) -> Iterator[Origin]:
    """Yield what a value came through, breadth first, so that the nearest comes first."""
    pending = deque([written])
    seen: set[tuple[int, int]] = set()
    found = 0
    while pending and found < LONGEST_TRAIL:
        at = pending.popleft()
        for names in references(at.expression):
            for origin, further in step(names, at):
                if origin is not None:
                    found += 1
                    yield origin
                key = (id(further.expression), id(further.module)) if further else None
                if further is not None and key is not None and key not in seen:
                    seen.add(key)
                    pending.append(further)


def calls(module: ModuleInstance) -> Iterator[Origin]:
    """Yield the module calls that lead to a module instance, the nearest first."""
    while module.call is not None:
        yield Origin(module.call.declared.span, f"{module.address} is called")
        module = module.call.caller


def variable(name: str, module: ModuleInstance) -> tuple[Origin | None, Written | None]:
    """Return what sets a variable: the call's argument, a value from outside, or its default."""
    call = module.call
    if call is not None and name in call.declared.block.body.attributes:
        written = call.declared.block.body.attributes[name]
        source = call.caller.module.source_of(written, call.declared.source)
        repeated = repeated_names(call.declared.block.body, source, call.caller)
        origin = Origin(source.span(written.start, written.end), f"var.{name} is set by {call.address}")
        scope = module.caller_scope or call.caller.scope
        return origin, Written(written.expression, source, call.caller, scope, repeated)
    given = module.root.given.get(name) if call is None else None
    if given is not None:
        return given.origin, None
    declared = module.module.variables[name]
    default = declared.block.body.attributes.get("default")
    if default is None:
        return Origin(declared.span, f"var.{name} has no default and is not set"), None
    origin = Origin(declared.source.span(default.start, default.end), f"default of var.{name}")
    return origin, Written(default.expression, declared.source, module, module.scope, {})


def local(name: str, module: ModuleInstance) -> tuple[Origin, Written]:
    """Return where a local value is defined."""
    found = module.module.locals[name]
    return _attribute(found.attribute, found.source, module, f"local.{name} is defined")


def output(name: str, module: ModuleInstance) -> tuple[Origin, Written] | None:
    """Return where an output of a called module is defined."""
    declared = module.module.outputs.get(name)
    value = declared.block.body.attributes.get("value") if declared else None
    if declared is None or value is None:
        return None
    return _attribute(value, declared.source, module, f"output {name} of {module.address}")


def argument(name: str, resource: ResourceInstance) -> tuple[Origin, Written] | None:
    """Return where an argument of a resource or data source is set."""
    declared = resource.declared
    attribute = declared.block.body.attributes.get(name)
    if attribute is None:
        return None
    origin, written = _attribute(attribute, declared.source, resource.module, f"{resource.address} sets {name}")
    repeated = repeated_names(declared.block.body, declared.source, resource.module)
    return origin, written._replace(scope=resource.scope, repeated=repeated)


def step(names: tuple[str, ...], at: Written) -> Iterator[tuple[Origin | None, Written | None]]:
    """Yield where a name's value is written, and the expression to go on with."""
    if names[0] in at.repeated:
        yield None, at.repeated[names[0]]
    elif names[0] == "var" and len(names) > 1 and names[1] in at.module.module.variables:
        yield variable(names[1], at.module)
    elif names[0] == "local" and len(names) > 1 and names[1] in at.module.module.locals:
        yield local(names[1], at.module)
    elif names[0] == "module" and len(names) > 2 and names[1] in at.module.calls:
        children = list(at.module.calls[names[1]].children.values())[:1]
        yield from filter(None, (output(names[2], child) for child in children))
    else:
        yield from _resource_attribute(names, at.module)


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
    return origin, Written(attribute.expression, source, module, module.scope, {})
