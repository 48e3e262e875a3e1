"""A rule pack of somebody else, installed where `PYTHONPATH` points: it judges security groups by their names."""

from __future__ import annotations

from pathlib import Path

RULES = {
    "acme_rules.named": '''
"""A security group has a name.

What: a group without a name.
Why: nobody knows what it is for.
Fix: name it.
Sources: Acme handbook, "Names".
"""
from seamlint.model.network import SecurityGroup
from seamlint.rule import Rule, Severity

RULE = Rule("ACME-001", "group-without-name", Severity.WARNING)


def check(graph):
    for group in graph.all(SecurityGroup):
        if not isinstance(group.name, (str, type(None))):
            yield RULE.undecided(group, "its name is not known", group.name.needs)
        elif not group.name:
            yield RULE.finding(f"{group.address} has no name", group.evidence("no name is set"), fix='name = "x"')
''',
    "acme_rules.broken": '''
"""It raises.

What: nothing.
"""
from seamlint.rule import Rule, Severity

RULE = Rule("ACME-002", "always-raises", Severity.ERROR)


def check(graph):
    if graph.units:
        raise RuntimeError("out of order")
    yield from ()
''',
}


def install(folder: Path, *modules: str, extra: str = "") -> None:
    """Put the pack with some of its rules into a folder of installed packages."""
    package = folder / "acme_rules"
    package.mkdir(parents=True)
    package.joinpath("__init__.py").write_text(f"RULES = {modules!r}\n")
    for name, text in RULES.items():
        package.joinpath(f"{name.partition('.')[2]}.py").write_text(text)
    info = folder / "acme-1.0.dist-info"
    info.mkdir()
    info.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    info.joinpath("entry_points.txt").write_text(f"[seamlint.rules]\nacme = acme_rules:RULES\n{extra}")
