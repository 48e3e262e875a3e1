"""The frameworks: their editions, and their controls within the services that Seamlint reads.

Titles are short descriptions in Seamlint's own words; the frameworks themselves say what they ask.
"""

from __future__ import annotations

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
        controls: titles by the framework's own ids, in its order.
        scope: which of its controls these are.
    """

    name: str
    title: str
    edition: str
    controls: dict[str, str]
    scope: str

    @property
    def called(self) -> str:
        """Return title and edition."""
        return f"{self.title} {self.edition}"


FRAMEWORKS = {
    each.name: each
    for each in (
        Framework("fsbp", "AWS Foundational Security Best Practices", "1.0.0", fsbp.CONTROLS, fsbp.SCOPE),
        Framework("cis", "CIS AWS Foundations Benchmark", "5.0.0", cis.CONTROLS, cis.SCOPE),
        Framework("nist-800-53", "NIST SP 800-53", "Rev. 5", nist.CONTROLS, nist.SCOPE),
        Framework("pci-dss", "PCI DSS", "4.0.1", pci.CONTROLS, pci.SCOPE),
    )
}


def named(name: str) -> Framework:
    """Return the framework of a name, or of what stands before a hyphen in it (``pci``).

    Raises:
        UnknownFramework: there is none.
    """
    for each in FRAMEWORKS.values():
        if each.name == name or each.name.startswith(f"{name}-"):
            return each
    raise UnknownFramework(f"no framework is called {name!r}: choose from {', '.join(FRAMEWORKS)}")
