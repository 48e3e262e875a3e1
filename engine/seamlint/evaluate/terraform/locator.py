"""Where the values of a resource are written, and what they came through. Only findings pay for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.resource import Origin
from seamlint.evaluate.terraform.body import BodyValues, Placed, iterator_name
from seamlint.evaluate.terraform.document_places import is_in_document, place_in_document
from seamlint.evaluate.terraform.origins import Spot, Written, calls, origins, repeated_names
from seamlint.evaluate.terraform.references import narrowed
from seamlint.evaluate.terraform.waiting import referred

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.resources import ResourceInstance
    from seamlint.evaluate.values import Path
    from seamlint.sources.span import Span
    from seamlint.syntax.hcl.tree import Attribute


class BlockLocator:
    """Finds places of one resource instance."""

    __slots__ = ("_resource",)

    def __init__(self, resource: ResourceInstance) -> None:
        self._resource = resource

    @property
    def resource(self) -> ResourceInstance:
        """The resource instance."""
        return self._resource

    def span_at(self, path: Path) -> Span:
        """Return the place of the deepest written part of a path: the item, the attribute, the block, the resource.

        A path goes on into a policy document, wherever that is written: ``("policy", "Statement", 0, "Action")``.
        """
        return spot(self.resource, path).span

    def trail(self, path: Path) -> tuple[Origin, ...]:
        """Return the variables, locals, outputs and calls that the value at a path came through, nearest first."""
        resource = self.resource
        found = spot(resource, path)
        behind = origins(found.written) if found.written else ()
        return (*dict.fromkeys((*found.through, *behind)), *calls(resource.module))

    def referred(self) -> tuple[str, ...]:
        """Return the addresses, without instance keys, of what the resource's own code refers to."""
        return referred(self.resource)


def spot(resource: ResourceInstance, path: Path) -> Spot:
    """Return the place of a path in a resource."""
    values, source = resource.values, resource.declared.source
    repeated = repeated_names(resource.declared.block.body, source, resource.module)
    found = Spot(resource.declared.span, None)
    at = 0
    while at < len(path):
        attribute = values.body.attributes.get(str(path[at]))
        if attribute is not None:
            source = resource.module.module.source_of(attribute, source)
            written = Written(attribute.expression, source, resource.module, values.scope, repeated)
            return _in_attribute(attribute, written, path[at + 1 :], resource)
        child = _child(values, path[at : at + 2])
        block = child.dynamic if isinstance(child, Placed) else child.block if child else None
        if child is None or block is None:
            break
        source = child.evaluator.source
        each = block.body.attributes.get("for_each") if block.type == "dynamic" else None
        generator = Written(each.expression, source, resource.module, values.scope, repeated) if each else None
        found = Spot(source.span(block.start, block.header_end), generator)
        if isinstance(child, Placed):
            break
        if generator is not None:
            repeated = {**repeated, iterator_name(block): generator}
        values, at = child, at + 2
    return found


def _in_attribute(attribute: Attribute, written: Written, path: Path, resource: ResourceInstance) -> Spot:
    """Return the place of a path in an attribute's value, or in the policy document that is its text."""
    if is_in_document(path):
        own = written.source.span(attribute.start, attribute.end)
        found = place_in_document(written, path, spot)
        if found.span.file == own.file and own.line <= found.span.line <= own.end_line:
            return found
        return found._replace(through=(*found.through, Origin(own, f"{resource.address} sets {attribute.name}")))
    expression = narrowed(attribute.expression, path)
    start = attribute.start if expression is attribute.expression else expression.start
    return Spot(written.source.span(start, expression.end), written._replace(expression=expression))


def _child(values: BodyValues, step: Path) -> BodyValues | Placed | None:
    kin = values.children.get(str(step[0]), [])
    index = step[1] if len(step) > 1 and isinstance(step[1], int) else 0
    return kin[index] if index < len(kin) else None
