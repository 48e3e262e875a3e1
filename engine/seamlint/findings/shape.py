"""What stays of a finding when counts, keys and lines of its code move: for merging and for fingerprints."""

from __future__ import annotations

from seamlint.patterns import Pattern

_INSTANCE_KEY = Pattern(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_MODULE = Pattern(r"\bmodule\.[\w-]+\.")
_INCIDENTAL = Pattern(r"\band [\d,]+ more\b|\bstatement \d+\b")
_FACT = Pattern(r"[\w.:/*-]*\d[\w.:/*-]*")


def without_instances(address: str) -> str:
    """Return an address without the keys that ``count`` and ``for_each`` give: ``module.a.aws_vpc.b``."""
    return _INSTANCE_KEY.sub("", address)


def message_shape(message: str) -> str:
    """Return a message without what differs between the instances of one piece of code: addresses' modules, numbers."""
    return _FACT.sub("#", _MODULE.sub("", without_instances(message)))


def facts(message: str) -> tuple[str, ...]:
    """Return the numbers, ranges and names with digits of a message: what it says, whatever its wording.

    How many instances a message leaves out, and where a statement stands among others, is not among them.
    """
    return tuple(fact.rstrip(".:") for fact in _FACT.findall(_INCIDENTAL.sub("", without_instances(message))))
