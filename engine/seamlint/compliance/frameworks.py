"""The frameworks: their editions, and their controls within the services that Seamlint reads.

Titles are short descriptions in Seamlint's own words; the frameworks themselves say what they ask.
"""

from __future__ import annotations

import re

from seamlint.compliance import cis, fsbp, nist, pci
from seamlint.data_classes import dataclass

NAMES = ("fsbp", "cis", "nist-800-53", "pci-dss")


class UnknownFramework(Exception):  # noqa: N818 - wrong use, not an error of the program
    """A name that is no framework's; the message lists them."""


@dataclass(frozen=True)
class Framework:
    """A framework in one edition.

    Attributes:
        name: as the command line takes it.
        aliases: what it is called besides, in small letters and digits.
        controls: titles by the framework's own ids, in its order.
        scope: which of its controls these are.
    """

    name: str
    title: str
    edition: str
    controls: dict[str, str]
    scope: str
    aliases: tuple[str, ...]

    @property
    def called(self) -> str:
        """Return title and edition."""
        return f"{self.title} {self.edition}"


_FSBP = ("fsbp", "foundationalsecuritybestpractices", "foundationalsecurity")
_CIS = ("cis", "cisaws", "cisfoundations", "cisawsfoundations", "cisawsfoundationsbenchmark")
_NIST = ("nist", "nist80053", "nistsp80053")
_PCI = ("pci", "pcidss")
_WORDS = re.compile(r"[^a-z0-9]+")
_EDITION = re.compile(r"(?:v|r|rev)?(?P<number>\d*)")
FRAMEWORKS = {
    each.name: each
    for each in (
        Framework("fsbp", "AWS Foundational Security Best Practices", "1.0.0", fsbp.CONTROLS, fsbp.SCOPE, _FSBP),
        Framework("cis", "CIS AWS Foundations Benchmark", "5.0.0", cis.CONTROLS, cis.SCOPE, _CIS),
        Framework("nist-800-53", "NIST SP 800-53", "Rev. 5", nist.CONTROLS, nist.SCOPE, _NIST),
        Framework("pci-dss", "PCI DSS", "4.0.1", pci.CONTROLS, pci.SCOPE, _PCI),
    )
}


def named(name: str) -> Framework:
    """Return the framework of a name, however it is written, with its edition or without (``PCI DSS 4``).

    Raises:
        UnknownFramework: there is none, or none in that edition.
    """
    written = _WORDS.sub("", name.lower()).removeprefix("aws")
    for each in FRAMEWORKS.values():
        number = re.sub(r"\D", "", each.edition)
        for alias in each.aliases:
            found = _EDITION.fullmatch(written.removeprefix(alias)) if written.startswith(alias) else None
            if found and number.startswith(found["number"]):
                return each
    there = ", ".join(f"{each.name} ({each.edition})" for each in FRAMEWORKS.values())
    raise UnknownFramework(f"no framework is called {name!r}: choose from {there}")
