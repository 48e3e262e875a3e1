"""``Fn::Cidr``.

Source: CloudFormation Template Reference, "Fn::Cidr".
"""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.partial import Found, scalar_text
from seamlint.evaluate.values import Unknown, Value, needs
from seamlint.syntax.cloudformation.tree import Node, Sequence

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.evaluator import Evaluator

MOST = 256
"""Ranges that one call may make."""


def _cidr(evaluator: Evaluator, argument: Node) -> Found:
    if not isinstance(argument, Sequence) or len(argument.items) != 3:
        return evaluator.unusable("Fn::Cidr takes an address range, a count and a number of bits", argument)
    values = [evaluator.value(item) for item in argument.items]
    missing = needs(values)
    if missing:
        return Unknown(missing)
    ranges = _ranges(*(scalar_text(value) or "" for value in values))
    if ranges is None:
        return evaluator.unusable("Fn::Cidr cannot make so many ranges of that size here", argument)
    return ranges


def _ranges(block: str, count: str, bits: str) -> list[Value] | None:
    try:
        network = ip_network(block, strict=False)
    except ValueError:
        return None
    number = _small(count)
    host = _small(bits)
    if number is None or host is None or not 1 <= number <= MOST:
        return None
    prefix = network.max_prefixlen - host
    if prefix < network.prefixlen or number > 1 << (prefix - network.prefixlen):
        return None
    return [_subnet(network, prefix, index) for index in range(number)]


def _small(digits: str) -> int | None:
    return int(digits) if digits.isdecimal() and len(digits) <= 3 else None


def _subnet(network: IPv4Network | IPv6Network, prefix: int, index: int) -> str:
    start = int(network.network_address) + (index << (network.max_prefixlen - prefix))
    address = type(network.network_address)(start)
    return f"{address}/{prefix}"


FUNCTIONS = {"Fn::Cidr": _cidr}
