"""Whether two data sources look up the same thing.

Terraform language documentation, "Data Sources"; AWS provider documentation of the data sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Verdict, needs

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value

_NAMING = ("id", "arn", "name", "bucket", "cidr_block")
"""Arguments that one thing has one value of."""


def same_lookup(one: Resource, other: Resource) -> Verdict:
    """Tell whether two data sources find the same: with the same arguments yes, by another name or tag no.

    By other arguments the same can be found in several ways.
    """
    if one.type != other.type:
        return Verdict.UNDECIDED
    if _differ(one.values, other.values, _NAMING) or _tags_differ(one.values.get("tags"), other.values.get("tags")):
        return Verdict.NO
    here, there = (one.account, one.region), (other.account, other.region)
    alike = one.unit == other.unit and here == there and one.values == other.values and not needs(one.values)
    return Verdict.YES if alike else Verdict.UNDECIDED


def _tags_differ(one: Value, other: Value) -> bool:
    return isinstance(one, dict) and isinstance(other, dict) and _differ(one, other, (*one,))


def _differ(one: dict[str, Value], other: dict[str, Value], names: tuple[str, ...]) -> bool:
    pairs = ((one.get(name), other.get(name)) for name in names)
    return any(isinstance(left, str) and isinstance(right, str) and left != right for left, right in pairs)
