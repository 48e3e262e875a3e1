"""What a resource waits for: what ``depends_on`` names, its own and that of each call, and what its code refers to.

Source: Terraform language documentation, "The depends_on Meta-Argument", "Resource Dependencies".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.origins import Written, repeated_names, step
from seamlint.evaluate.terraform.references import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.terraform.instance import ModuleInstance
    from seamlint.evaluate.terraform.module import Declared
    from seamlint.evaluate.terraform.resources import ResourceInstance
    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.syntax.hcl.tree import Attribute, Body


def awaited(body: Body, module: ModuleInstance) -> tuple[str, ...]:
    """Return the addresses, without instance keys, of the resources and modules that a resource waits for."""
    return tuple(dict.fromkeys((*_written(body, module), *awaited_by_calls(module))))


def awaited_by_calls(module: ModuleInstance) -> tuple[str, ...]:
    """Return the same of all that is in a module instance: what the calls that lead to it wait for."""
    found: list[str] = []
    while module.call is not None:
        body, module = module.call.declared.block.body, module.call.caller
        found += _written(body, module)
    return tuple(dict.fromkeys(found))


def referred(resource: ResourceInstance) -> tuple[str, ...]:
    """Return the addresses, without instance keys, of what a resource's code refers to, also through variables."""
    return _referred(resource.declared, resource.module, resource.scope)


def handed_over(declared: Declared, module: ModuleInstance) -> tuple[str, ...]:
    """Return the addresses, without instance keys, of what a module call tells its module of."""
    return _referred(declared, module, module.scope)


def _referred(declared: Declared, module: ModuleInstance, scope: Scope) -> tuple[str, ...]:
    body, source = declared.block.body, declared.source
    repeated = repeated_names(body, source, module)
    pending = [
        Written(attribute.expression, module.module.source_of(attribute, source), module, scope, repeated)
        for attribute in _attributes(body)
    ]
    found: dict[str, None] = {}
    seen: set[tuple[int, int]] = set()
    while pending:
        at = pending.pop()
        for names in references(at.expression):
            address = _resource(names, at.module)
            if address is not None:
                found[address] = None
                continue
            further = (each for _, each in step(names, at) if each is not None)
            for each in further:
                if (id(each.expression), id(each.module)) not in seen:
                    seen.add((id(each.expression), id(each.module)))
                    pending.append(each)
    return tuple(found)


def _attributes(body: Body) -> Iterator[Attribute]:
    yield from body.attributes.values()
    for block in body.blocks:
        yield from _attributes(block.body)


def _resource(names: tuple[str, ...], module: ModuleInstance) -> str | None:
    names = names[1:] if names[0] == "resource" else names
    length = 3 if names[0] == "data" else 2
    mode = "data" if names[0] == "data" else "managed"
    declared = len(names) >= length and tuple(names[length - 2 : length]) in module.resources[mode]
    return module.address_of(".".join(names[:length])) if declared else None


def _written(body: Body, module: ModuleInstance) -> Iterator[str]:
    attribute = body.attributes.get("depends_on")
    for names in references(attribute.expression) if attribute is not None else ():
        length = 3 if names[0] in ("data", "resource") else 2
        yield module.address_of(".".join(names[:length]).removeprefix("resource."))
