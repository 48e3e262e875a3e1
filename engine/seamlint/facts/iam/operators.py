"""The condition operators: how one value of a policy compares with one value of a request.

"IAM JSON policy elements: Condition operators" in the IAM User Guide. A comparison answers None when there is nothing
to compare: a value that is no number for a numeric operator, say. Then a negated operator does not match either.
"""

from __future__ import annotations

import operator
import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from seamlint.evaluate.values import Value, Verdict
from seamlint.facts.iam.arns import ArnPattern, arn_pattern
from seamlint.facts.iam.globs import NO_WILDCARDS, WILDCARDS, Glob, folded, glob, literal
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from seamlint.facts.iam.automata import Token, Tokens

    Comparison = Callable[[Value], Verdict | None]

_NUMBER = Pattern(r"[+-]?\d{1,400}(\.\d{1,400})?", re.ASCII)
_DATE = Pattern(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:[.]\d{1,9})?))?(Z|[+-]\d\d:?\d\d)?)?)?)?",
    re.IGNORECASE | re.ASCII,
)
_EPOCH = Pattern(r"\d{5,15}", re.ASCII)


class Operator(NamedTuple):
    """A condition operator, without set operator and ``IfExists``.

    Attributes:
        name: as AWS writes it.
        compare: takes a policy's value, returns its comparison with a request's value; never negated.
        negated: whether the operator matches when `compare` does not.
        expand: the same for a policy's value whose variables are filled in; None where the operator knows none.
        wild: the letters of a policy's value that are wildcards for `expand`.
    """

    name: str
    compare: Callable[[Value], Comparison]
    negated: bool = False
    expand: Callable[[Tokens], Comparison] | None = None
    wild: Mapping[str, Token] = NO_WILDCARDS

    @property
    def in_segments(self) -> bool:
        """Whether it compares segment by segment, so that one segment alone can tell two values apart."""
        return self.name.startswith("Arn")


def _fold(tokens: Tokens) -> Glob:
    return Glob([token.lower() if isinstance(token, str) else token for token in tokens])


def _ignoring_case(pattern: Glob) -> Comparison:
    return lambda found: pattern.match(folded(found))


def _bool(pattern: Glob) -> Comparison:
    def compare(found: Value) -> Verdict | None:
        found = folded(found)
        return None if isinstance(found, str) and found not in ("true", "false") else pattern.match(found)

    return compare


def _number(text: str) -> Fraction | None:
    return Fraction(text) if _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=4096)
def _moment(text: str) -> float | None:
    """Return a date in seconds since 1970, from ISO 8601 as the W3C profiles it, or from epoch seconds."""
    if _EPOCH.fullmatch(text):
        return float(text)
    found = _DATE.fullmatch(text)
    if not found:
        return None
    from datetime import datetime, timedelta, timezone

    year, month, day, hour, minute, second, zone = found.groups()
    try:
        east = timezone(timedelta(seconds=_offset(zone)))
        moment = datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), tzinfo=east)
        return moment.timestamp() + float(second or 0)
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> int:
    if zone is None or zone in "zZ":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[-2:]) * 60
    return -seconds if zone[0] == "-" else seconds


def _octets(text: str) -> bytes | None:
    from binascii import Error, a2b_base64

    try:
        return a2b_base64(text)
    except (Error, ValueError):
        return None


@lru_cache(maxsize=4096)
def _network(text: str) -> Any:
    """Return an address range of a policy; host bits may be set."""
    from ipaddress import ip_network

    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _address(text: str) -> Any:
    from ipaddress import ip_address

    try:
        return ip_address(text)
    except ValueError:
        return None


def _parsed(
    relate: Callable[[Any, Any], bool], parse: Callable[[str], Any], parse_limit: Callable[[str], Any] | None = None
) -> Callable[[Value], Comparison]:
    """Return an operator's `compare`: parse both values and relate the request's to the policy's."""

    def compare(wanted: Value) -> Comparison:
        limit = (parse_limit or parse)(wanted) if isinstance(wanted, str) else None

        def comparison(found: Value) -> Verdict | None:
            if not isinstance(found, str) or not isinstance(wanted, str):
                return Verdict.UNDECIDED
            value = parse(found)
            return None if value is None or limit is None else Verdict.of(relate(value, limit))

        return comparison

    return compare


def _is_in(address: Any, network: Any) -> bool:
    return bool(address.version == network.version and address in network)


def _text_operators() -> list[Operator]:
    def arn(tokens: Tokens) -> Comparison:
        return ArnPattern(Glob(tokens)).match

    def ignoring_case(wanted: Value) -> Comparison:
        return _ignoring_case(literal(folded(wanted)))

    kinds: list[tuple[str, Callable[[Value], Comparison], Callable[[Tokens], Comparison], Mapping[str, Token]]] = [
        ("String{}Equals", lambda wanted: literal(wanted).match, lambda tokens: Glob(tokens).match, NO_WILDCARDS),
        ("String{}EqualsIgnoreCase", ignoring_case, lambda tokens: _ignoring_case(_fold(tokens)), NO_WILDCARDS),
        ("String{}Like", lambda wanted: glob(wanted).match, lambda tokens: Glob(tokens).match, WILDCARDS),
        ("Arn{}Equals", lambda wanted: arn_pattern(wanted).match, arn, WILDCARDS),
        ("Arn{}Like", lambda wanted: arn_pattern(wanted).match, arn, WILDCARDS),
    ]
    return [
        Operator(name.format("Not" if negated else ""), compare, negated, expand, wild)
        for name, compare, expand, wild in kinds
        for negated in (False, True)
    ]


def _ordered_operators(kind: str, parse: Callable[[str], Any]) -> list[Operator]:
    relations = {
        "Equals": operator.eq,
        "LessThan": operator.lt,
        "LessThanEquals": operator.le,
        "GreaterThan": operator.gt,
        "GreaterThanEquals": operator.ge,
    }
    positive = [Operator(kind + name, _parsed(relate, parse)) for name, relate in relations.items()]
    return [*positive, Operator(f"{kind}NotEquals", _parsed(operator.eq, parse), negated=True)]


def _all_operators() -> list[Operator]:
    in_network = _parsed(_is_in, _address, _network)
    return [
        *_text_operators(),
        *_ordered_operators("Numeric", _number),
        *_ordered_operators("Date", _moment),
        Operator("Bool", lambda wanted: _bool(literal(folded(wanted))), expand=lambda tokens: _bool(_fold(tokens))),
        Operator("BinaryEquals", _parsed(operator.eq, _octets)),
        Operator("IpAddress", in_network),
        Operator("NotIpAddress", in_network, negated=True),
    ]


OPERATORS = {each.name.lower(): each for each in _all_operators()}
"""By name in lower case. ``Null``, which asks for a key and not for its value, is not among them."""
