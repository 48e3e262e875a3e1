"""Which controls of compliance frameworks the rules are evidence for, and why.

A rule is listed where a finding of it shows that the control is not met, and nowhere else: most rules are about systems
that do not work, which no framework asks. Where only some findings show it, the last text is a pattern of their
messages.
Editions: AWS Foundational Security Best Practices 1.0.0, CIS AWS Foundations Benchmark 5.0.0, NIST SP 800-53 Rev. 5,
PCI DSS 4.0.1. Source of what AWS checks: AWS Security Hub User Guide, the pages of the services' controls.
"""

from __future__ import annotations

_HIGH_RISK = r"\b(?:22|23|135|445|1433|3306|3389|5432|5601|9200|9300)\b"
"""The ports of NET-009 that EC2.19 counts among those of high risk."""
_REMOTE_4 = r"\b(?:22|3389)\b.*(?<![\d.])0\.0\.0\.0/0"
_REMOTE_6 = r"\b(?:22|3389)\b.*::/0"

_APPLICATION = r"^(\S+) forwards plain HTTP, though (?!\1 )"
_CLASSIC = r"^(\S+) forwards plain HTTP, though \1 "
"""Listeners of a classic load balancer have no address but the balancer's."""

_OPEN_PORTS = (
    ("fsbp", "EC2.18", "a group opens a port other than 80 and 443 to the whole internet", ""),
    ("fsbp", "EC2.19", "a group opens a port of high risk to the whole internet", _HIGH_RISK),
    ("cis", "5.3", "a group opens SSH or RDP to 0.0.0.0/0", _REMOTE_4),
    ("cis", "5.4", "a group opens SSH or RDP to ::/0", _REMOTE_6),
    ("nist-800-53", "SC-7(5)", "a filter allows what nobody needs instead of denying it", ""),
    ("pci-dss", "1.3.1", "inbound traffic is not restricted to what is needed", ""),
)

EVIDENCE: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "NET-007": (
        ("fsbp", "EC2.18", "a group opens a thousand ports or more to the whole internet", r"to the whole internet"),
        ("nist-800-53", "SC-7(5)", "a filter allows a range for replies that need no rule", ""),
        ("pci-dss", "1.2.5", "ports are allowed that nothing needs", ""),
    ),
    "NET-009": (
        *_OPEN_PORTS,
        ("nist-800-53", "AC-4", "a flow from the internet reaches an administration or data port", ""),
        ("nist-800-53", "SC-7", "nothing at the boundary stops it", ""),
        ("pci-dss", "1.4.2", "an untrusted network reaches the port along a complete path", ""),
    ),
    "NET-010": _OPEN_PORTS,
    "NET-016": (
        ("nist-800-53", "SC-7", "traffic from outside reaches the origin around the managed interface", ""),
        ("nist-800-53", "SC-7(11)", "the origin accepts sources other than CloudFront", ""),
    ),
    "IAM-003": (
        ("nist-800-53", "AC-3", "another account may take the role on no condition", ""),
        ("nist-800-53", "AC-6", "everyone whom that account lets has the role's permissions", ""),
    ),
    "IAM-004": (
        ("nist-800-53", "AC-3", "everyone may take the role", ""),
        ("nist-800-53", "AC-6", "everyone has the role's permissions", ""),
        ("pci-dss", "7.3.3", "the role's trust allows everyone instead of denying by default", ""),
    ),
    "IAM-005": (
        ("nist-800-53", "AC-6", "an outsider reaches a privileged role over others", ""),
        ("nist-800-53", "AC-6(10)", "an outsider comes to run privileged functions", ""),
        ("pci-dss", "7.2.2", "privileges reach further than anybody's job asks", ""),
    ),
    "IAM-006": (
        ("nist-800-53", "AC-6", "a principal can give itself more than it was given", ""),
        ("nist-800-53", "AC-6(10)", "a principal that is no administrator becomes one", ""),
        ("pci-dss", "7.2.2", "privileges can be raised beyond what was assigned", ""),
    ),
    "IAM-007": (
        ("nist-800-53", "AC-3", "tokens that other people can obtain open the role", ""),
        ("nist-800-53", "AC-6", "the role is open to more than the workload it is for", ""),
    ),
    "IAM-008": (("nist-800-53", "AC-3", "a service may act here for any of its customers", ""),),
    "IAM-011": (("nist-800-53", "AC-6", "any role can be handed to any service", ""),),
    "IAM-014": (("nist-800-53", "AC-3", "everyone but those named is let in", ""),),
    "IAM-020": (
        ("cis", "1.15", "a policy that allows everything on everything is attached to a role", ""),
        ("nist-800-53", "AC-6", "a workload or another account holds every permission", ""),
        ("pci-dss", "7.2.5", "a system's account holds every permission", ""),
    ),
    "S3-002": (
        ("fsbp", "S3.2", "objects can be read by everyone", ""),
        ("fsbp", "S3.8", "the bucket's blocks do not stop a public grant", ""),
        ("cis", "2.1.4", "public access is not blocked", ""),
        ("nist-800-53", "AC-3", "everyone reads what the distribution alone should", ""),
        ("nist-800-53", "SC-7", "the bucket is reached around the managed interface", ""),
        ("pci-dss", "1.4.4", "stored data is reachable from the internet", ""),
    ),
    "S3-003": (("nist-800-53", "AC-3", "distributions of other customers may read the bucket", ""),),
    "S3-004": (("fsbp", "CloudFront.13", "the origin is reached with an origin access identity", ""),),
    "S3-010": (
        ("nist-800-53", "AU-12", "the records that are asked for are never delivered", ""),
        ("pci-dss", "10.2.1", "a log that is configured is not active", ""),
    ),
    "KMS-002": (("nist-800-53", "SC-12", "nobody can manage the key", ""),),
    "KMS-004": (
        ("nist-800-53", "AC-3", "another account decides by itself who uses the key", ""),
        ("nist-800-53", "AC-6", "everyone whom that account lets can use the key", ""),
    ),
    "KMS-013": (("nist-800-53", "AC-6", "use of the key can be handed on without bound", ""),),
    "KMS-014": (
        ("fsbp", "KMS.5", "the key policy admits everyone", ""),
        ("nist-800-53", "AC-3", "everyone may use the key", ""),
        ("nist-800-53", "SC-12", "the key is not kept from strangers", ""),
        ("pci-dss", "3.6.1", "the key is open to misuse", ""),
    ),
    "ACM-009": (
        ("fsbp", "CloudFront.3", "viewers are answered by plain HTTP", r"answers viewers by plain HTTP"),
        ("fsbp", "ELB.1", "an application load balancer forwards plain HTTP", _APPLICATION),
        ("fsbp", "ELB.3", "a classic load balancer forwards plain HTTP", _CLASSIC),
        ("nist-800-53", "SC-8", "requests travel in plain text", ""),
        ("nist-800-53", "SC-8(1)", "requests travel without encryption", ""),
        ("pci-dss", "4.2.1", "what is sent over plain HTTP is not encrypted", ""),
    ),
}
