from __future__ import annotations

import json

from made import OTHER, finding, result, step, undecided
from seamlint import __version__
from seamlint.report.concise import render as concise
from seamlint.report.concise import told
from seamlint.report.json import render
from seamlint.report.style import Style
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.span import Span

RUN = result(
    finding(
        5,
        "aws_network_acl.web drops replies to ü",
        says="the ACL",
        because=(step(1, "module.net", "is called"),),
        related=(step(7, "aws_security_group.web", "lets in 443"),),
        fix="egress {}",
        unit="envs/prod",
    ),
    finding(9, "entry 200 never matches", rule=OTHER),
    undecided=(undecided(5, "var.range"),),
    diagnostics=(Diagnostic(Level.ERROR, "broken", Span("b.tf", 2, 3, 2, 4)), Diagnostic(Level.NOTE, "general")),
)


def test_the_contract_is_kept() -> None:
    report = json.loads(render(RUN, Style()))
    assert list(report) == ["version", "tool", "summary", "findings", "undecided", "diagnostics"]
    assert report["version"] == 1
    assert report["tool"] == {"name": "seamlint", "version": __version__}
    assert report["summary"] == {
        "error": 1,
        "warning": 1,
        "note": 0,
        "undecided": 1,
        "units": 1,
        "files": 2,
        "resources": 5,
        "seconds": 0.25,
    }
    first = report["findings"][0]
    digits = first.pop("fingerprint")
    assert len(digits) == 32
    assert first == {
        "rule": "NET-001",
        "name": "nacl-drops-replies-out",
        "severity": "error",
        "message": "aws_network_acl.web drops replies to ü",
        "file": "main.tf",
        "line": 5,
        "column": 1,
        "end_line": 5,
        "end_column": 6,
        "resource": "aws_network_acl.web",
        "unit": "envs/prod",
        "evidence": [
            {
                "says": "the ACL",
                "file": "main.tf",
                "line": 5,
                "column": 1,
                "resource": "aws_network_acl.web",
                "depth": 0,
            },
            {"says": "is called", "file": "main.tf", "line": 1, "column": 1, "resource": "module.net", "depth": 1},
            {
                "says": "lets in 443",
                "file": "main.tf",
                "line": 7,
                "column": 1,
                "resource": "aws_security_group.web",
                "depth": 0,
            },
        ],
        "fix": "egress {}",
        "url": "https://github.com/seamlint/seamlint/blob/main/docs/rules/NET-001.md",
    }
    assert report["undecided"] == [
        {
            "rule": "NET-001",
            "resource": "aws_network_acl.web",
            "file": "main.tf",
            "line": 5,
            "reason": "its entries are not known",
            "needs": ["var.range"],
        }
    ]
    assert report["diagnostics"] == [
        {"severity": "error", "message": "broken", "file": "b.tf", "line": 2, "column": 3},
        {"severity": "note", "message": "general", "file": None, "line": None, "column": None},
    ]


def test_it_is_ascii_and_the_same_every_time() -> None:
    assert render(RUN, Style()).isascii()
    assert render(RUN, Style()) == render(RUN, Style(width=60, colour=True))


def test_concise_is_one_line_a_finding() -> None:
    assert concise(RUN, Style(colour=True)) == (
        "main.tf:5:1: error NET-001 aws_network_acl.web drops replies to ü\n"
        "main.tf:9:1: warning NET-006 entry 200 never matches\n"
    )
    assert concise(result(finding(1, "two\nlines")), Style()) == "main.tf:1:1: error NET-001 two\\x0alines\n"


def test_a_file_s_name_is_no_command() -> None:
    found = result(finding(1, file="::add-mask::x/main.tf"))
    assert concise(found, Style()).startswith("./::add-mask::x/main.tf:1:1: error NET-001")


def test_diagnostics_beside_a_concise_report() -> None:
    assert told(RUN.diagnostics, quiet=False) == "b.tf:2:3: error: broken\nnote: general\n"
    assert told(RUN.diagnostics, quiet=True) == "b.tf:2:3: error: broken\n"
