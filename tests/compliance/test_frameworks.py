"""What frameworks are called."""

from __future__ import annotations

import pytest

from seamlint.compliance.frameworks import UnknownFramework, named


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("fsbp", "fsbp"),
        ("AWS-FSBP", "fsbp"),
        ("aws-foundational-security-best-practices", "fsbp"),
        ("CIS", "cis"),
        ("cis-aws-5.0.0", "cis"),
        ("nist", "nist-800-53"),
        ("NIST_800_53_r5", "nist-800-53"),
        ("nist-sp-800-53-rev5", "nist-800-53"),
        ("pci", "pci-dss"),
        ("pcidss", "pci-dss"),
        ("PCI DSS 4", "pci-dss"),
        ("pci-dss-v4.0", "pci-dss"),
    ],
)
def test_a_framework_is_known_however_it_is_written(written: str, name: str) -> None:
    assert named(written).name == name


@pytest.mark.parametrize("written", ["", "aws", "soc2", "cis-1.4", "nist-800-53-r4", "nist-800-171", "pci-dss-3.2.1"])
def test_other_frameworks_and_editions_are_told(written: str) -> None:
    with pytest.raises(UnknownFramework, match=r"choose from .*cis \(5\.0\.0\)"):
        named(written)
