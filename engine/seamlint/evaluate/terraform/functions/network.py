"""Functions on IP networks.

Source: Terraform documentation, "IP Network Functions"; Go package documentation, "net" (``ParseCIDR``).
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.functions.whole_numbers import any_whole_number, whole_number
from seamlint.evaluate.terraform.types import NUMBER, STRING, ListOf
from seamlint.evaluate.terraform.values import NOT_NULL, List, Value
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.numbers import Number

_PREFIX = Parameter("prefix", STRING)
_V4 = Pattern(r"\d{1,20}(?:\.\d{1,20}){3}", re.ASCII)
_MOST_NEW_BITS = 32


class Network(NamedTuple):
    """A network: its first address as a number, and how many of how many bits are fixed."""

    address: int
    length: int
    bits: int

    def __str__(self) -> str:
        return f"{shown(self.address, self.bits)}/{self.length}"

    @property
    def size(self) -> int:
        """How many addresses it has."""
        return 1 << (self.bits - self.length)


def shown(address: int, bits: int) -> str:
    """Return an address as people write it."""
    return str(ipaddress.IPv4Address(address) if bits == 32 else ipaddress.IPv6Address(address))


def parse_network(prefix: str, argument: int | None = None) -> Network:
    """Return the network that an address with a prefix length lies in; leading zeros are decimal, as in Terraform.

    Raises:
        FunctionError: it is not in CIDR notation.
    """
    address, _, length = prefix.partition("/")
    ip = _address(address)
    is_length = length.isdecimal() and length.isascii() and len(length) <= 4
    if ip is None or not is_length or int(length) > ip.max_prefixlen:
        raise FunctionError(f"invalid CIDR expression: invalid CIDR address: {prefix}", argument)
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped and int(length) >= 96:
        raise FunctionError(f"{prefix} is an IPv4 network inside IPv6; write it as IPv4", argument)
    free = ip.max_prefixlen - int(length)
    return Network(int(ip) >> free << free, int(length), ip.max_prefixlen)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        if _V4.fullmatch(text):
            return ipaddress.IPv4Address(".".join(str(int(number)) for number in text.split(".")))
        return None if "%" in text else ipaddress.IPv6Address(text)
    except ValueError:
        return None


@function("cidrhost", _PREFIX, Parameter("hostnum", NUMBER), returns=STRING, refinement=NOT_NULL)
def cidrhost(prefix: str, hostnum: Number) -> str:
    """Return the address with a number in a network; a negative number counts from its end."""
    number = any_whole_number(hostnum, 1)
    network = parse_network(prefix)
    if number < 0:
        fits, number = -number <= network.size, network.size + number
    else:
        fits = _signed(number) < network.size
    address = network.address | number
    if not fits or address >> network.bits:
        raise FunctionError(f"prefix of {network.length} does not accommodate a host numbered {hostnum}")
    return shown(address, network.bits)


def _signed(number: int) -> int:
    """Return what Terraform checks of a number: its last 64 bits, as a signed integer."""
    return (number + (1 << 63)) % (1 << 64) - (1 << 63)


@function("cidrnetmask", _PREFIX, returns=STRING, refinement=NOT_NULL)
def cidrnetmask(prefix: str) -> str:
    """Return the mask of an IPv4 network."""
    network = parse_network(prefix)
    if network.bits != 32:
        raise FunctionError(f"IPv6 addresses cannot have a netmask: {prefix}")
    return shown((1 << 32) - network.size, 32)


@function("cidrsubnet", _PREFIX, Parameter("newbits", NUMBER), Parameter("netnum", NUMBER), returns=STRING,
          refinement=NOT_NULL)  # fmt: skip
def cidrsubnet(prefix: str, newbits: Number, netnum: Number) -> str:
    """Return the subnet with a number among those whose prefix is longer by some bits.

    As in Terraform a negative number counts for its magnitude, and only 64 bits of a number are checked.
    """
    extension, number = whole_number(newbits, 1), any_whole_number(netnum, 2)
    network = parse_network(prefix)
    length = network.length + extension
    if not 0 <= length <= network.bits:
        message = f"insufficient address space to extend prefix of {network.length} by {extension}"
        raise FunctionError(message)
    address = abs(network.address | (number << (network.bits - length))) if abs(number) >> 128 == 0 else -1
    checked = 0 <= extension < 64 and abs(number) % (1 << 64) >= 1 << extension
    if checked or address < 0 or address >> network.bits:
        raise FunctionError(f"prefix extension of {extension} does not accommodate a subnet numbered {number}")
    return str(Network(address, length, network.bits))


@function("cidrsubnets", _PREFIX, rest=Parameter("newbits", NUMBER), returns=ListOf(STRING), refinement=NOT_NULL)
def cidrsubnets(prefix: str, *newbits: Number) -> List:
    """Return consecutive subnets whose prefixes are longer by the given bits."""
    network = parse_network(prefix, 0)
    if newbits and not network.address:
        raise FunctionError(f"not enough remaining address space: Terraform allocates nothing in {network}", 1)
    end = network.address
    subnets: list[Value] = []
    for argument, extension in enumerate(newbits, 1):
        subnet = _after(network, end, whole_number(extension, argument), argument)
        end = subnet.address + subnet.size
        subnets.append(str(subnet))
    return List(STRING, subnets)


def _after(network: Network, end: int, extension: int, argument: int) -> Network:
    """Return the next subnet that begins no earlier than `end`."""
    if extension < 1:
        raise FunctionError("must extend prefix by at least one bit", argument)
    if extension > _MOST_NEW_BITS:
        raise FunctionError("may not extend prefix by more than 32 bits", argument)
    length = network.length + extension
    if length > network.bits:
        protocol = "IPv4" if network.bits == 32 else "IPv6"
        message = f"would extend prefix to {length} bits, which is too long for an {protocol} address"
        raise FunctionError(message, argument)
    size = 1 << (network.bits - length)
    start = -(-end // size) * size
    if start + size > network.address + network.size:
        message = f"not enough remaining address space for a subnet with a prefix of {length} bits"
        raise FunctionError(message, argument)
    return Network(start, length, network.bits)
