"""What ``depends_on`` has a resource wait for: its own, and that of each call that leads to its module.

Source: Terraform language documentation, "The depends_on Meta-Argument".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.references import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.terraform.instance import ModuleInstance
    from seamlint.syntax.hcl.tree import Body


def awaited(body: Body, module: ModuleInstance) -> tuple[str, ...]:
    """Return the addresses, without instance keys, of the resources and modules that a resource waits for."""
    found = [*_written(body, module)]
    while module.call is not None:
        body, module = module.call.declared.block.body, module.call.caller
        found += _written(body, module)
    return tuple(dict.fromkeys(found))


def _written(body: Body, module: ModuleInstance) -> Iterator[str]:
    attribute = body.attributes.get("depends_on")
    for names in references(attribute.expression) if attribute is not None else ():
        length = 3 if names[0] in ("data", "resource") else 2
        yield module.address_of(".".join(names[:length]).removeprefix("resource."))
