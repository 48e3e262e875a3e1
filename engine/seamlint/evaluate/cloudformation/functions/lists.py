"""Functions of lists.

Source: CloudFormation Template Reference, "Fn::Select", "Fn::Length", "Fn::GetAZs".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.partial import Found, scalar_text
from seamlint.evaluate.cloudformation.pseudo import pseudo_parameter
from seamlint.evaluate.values import Reference, Sensitive, Unknown, Value, needs
from seamlint.syntax.cloudformation.tree import Node, Sequence

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.evaluator import Evaluator

ZONES = "the availability zones of"


def _select(evaluator: Evaluator, argument: Node) -> Found:
    if not isinstance(argument, Sequence) or len(argument.items) != 2:
        return evaluator.unusable("Fn::Select takes an index and a list", argument)
    place, values = (evaluator.value(item) for item in argument.items)
    index = scalar_text(place)
    if isinstance(values, Sensitive):
        inner = values.value
        chosen = _chosen(evaluator, index, inner, argument)
        return Sensitive(chosen) if index is not None else Sensitive(Unknown(needs(place)))
    return Unknown(needs(place)) if index is None and needs(place) else _chosen(evaluator, index, values, argument)


def _chosen(evaluator: Evaluator, index: str | None, values: Value, node: Node) -> Value:
    if isinstance(values, Reference):
        return Reference(values.unit, values.address, f"{values.attribute}.{index}")
    if isinstance(values, Unknown):
        return _zone(values, index)
    if index is None or not index.isdecimal() or not isinstance(values, list) or len(index) > 9:
        return evaluator.unusable("Fn::Select takes an index and a list", node)
    if int(index) < len(values):
        return values[int(index)]
    if values and isinstance(values[-1], Unknown):
        return values[-1]
    return evaluator.unusable(f"Fn::Select takes item {index} of a list of {len(values)}", node)


def _zone(values: Unknown, index: str | None) -> Unknown:
    return Unknown((f"item {index} of {values.needs[0]}",)) if len(values.needs) == 1 and index else values


def _length(evaluator: Evaluator, argument: Node) -> Found:
    values = evaluator.value(argument)
    values = values.value if isinstance(values, Sensitive) else values
    if isinstance(values, list):
        return Unknown(needs(values[-1])) if values and isinstance(values[-1], Unknown) else len(values)
    missing = needs(values)
    return Unknown(missing) if missing else evaluator.unusable("Fn::Length takes a list", argument)


def _zones(evaluator: Evaluator, argument: Node) -> Found:
    region = evaluator.value(argument)
    if region in ("", None):
        region = pseudo_parameter(evaluator.stack, "AWS::Region")
    return Unknown((f"{ZONES} {region}",)) if isinstance(region, str) else Unknown(needs(region))


FUNCTIONS = {"Fn::Select": _select, "Fn::Length": _length, "Fn::GetAZs": _zones}
