"""Problem matchers, as their own engines apply them: JavaScript's regular expressions on lines of real output."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SEAMLINT = os.path.join(sysconfig.get_path("scripts"), "seamlint")
FOR_ACTIONS = REPOSITORY / "matchers" / "seamlint.json"
FOR_EDITORS = REPOSITORY / "engine" / "seamlint" / "starters" / "tasks.json"
NODE = shutil.which("node")
VIM = shutil.which("vim")
in_node = pytest.mark.skipif(NODE is None, reason="Node.js is not installed here")
APPLY = """
const fs = require("fs");
const matchers = JSON.parse(fs.readFileSync(process.argv[1], "utf8"));
const found = [];
for (const line of fs.readFileSync(0, "utf8").split("\\n"))
  for (const matcher of matchers) {
    const pattern = [matcher.pattern].flat()[0];
    const match = new RegExp(pattern.regexp).exec(line);
    if (!match) continue;
    const problem = { owner: matcher.owner, severity: matcher.severity };
    for (const [key, at] of Object.entries(pattern)) if (key !== "regexp") problem[key] = match[at];
    found.push(problem);
  }
console.log(JSON.stringify(found));
"""


def output(*options: str) -> str:
    command = [SEAMLINT, "check", "--format", "concise", "--quiet", *options, "fixtures/showcase"]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False).stdout


def report() -> list[dict[str, object]]:
    command = [SEAMLINT, "check", "--format", "json", "--quiet", "fixtures/showcase"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    findings: list[dict[str, object]] = json.loads(done.stdout)["findings"]
    return findings


def applied(matchers: object, text: str, folder: Path) -> list[dict[str, str]]:
    (folder / "matchers.json").write_text(json.dumps(matchers))
    command = [str(NODE), "-e", APPLY, str(folder / "matchers.json")]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    problems: list[dict[str, str]] = json.loads(done.stdout)
    return problems


def places(findings: list[dict[str, object]]) -> list[tuple[str, ...]]:
    keys = ("file", "line", "column", "rule", "message")
    return [tuple(str(each[key]) for key in keys) for each in findings]


@in_node
def test_actions_match_every_finding_once_at_its_level(tmp_path: Path) -> None:
    found = applied(json.loads(FOR_ACTIONS.read_text())["problemMatcher"], output("--evidence"), tmp_path)
    findings = report()
    assert len(findings) >= 4
    assert [tuple(each[key] for key in ("file", "line", "column", "code", "message")) for each in found] == places(
        findings
    )
    levels = {"error": "error", "warning": "warning", "note": "notice"}
    assert [each["severity"] for each in found] == [levels[str(each["severity"])] for each in findings]


@in_node
def test_editors_match_findings_and_their_evidence(tmp_path: Path) -> None:
    matchers = json.loads(FOR_EDITORS.read_text())["tasks"][0]["problemMatcher"]
    found = applied(matchers, output("--evidence"), tmp_path)
    findings = report()
    problems = [each for each in found if each["owner"] == "seamlint"]
    assert [each["severity"] for each in problems] == [each["severity"] for each in findings]
    steps = [
        (str(step["file"]), str(step["line"]), str(each["rule"]))
        for each in findings
        for step in each["evidence"]  # type: ignore[attr-defined]
    ]
    evidence = [each for each in found if each["owner"] == "seamlint-evidence"]
    assert [(each["file"], each["line"], each["code"]) for each in evidence] == steps


@in_node
@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("main.tf:1:2: error NET-001 drops it: all", "main.tf"),
        ("C:\\code\\main.tf:1:2: error NET-001 drops it", "C:\\code\\main.tf"),
        ("a b/main.tf:1:2: error NET-001 drops it", "a b/main.tf"),
        ("main.tf:1:2: error: this file does not parse", None),
        ("  main.tf:1:2: error NET-001 in a quotation", None),
        ("2 errors in 3 resources of 1 unit, 0.1 s", None),
    ],
)
def test_only_findings_match(tmp_path: Path, line: str, file: str | None) -> None:
    found = applied(json.loads(FOR_ACTIONS.read_text())["problemMatcher"], line, tmp_path)
    assert [each["file"] for each in found] == ([] if file is None else [file])


@pytest.mark.skipif(VIM is None, reason="Vim is not installed here")
def test_vim_lists_every_finding(tmp_path: Path) -> None:
    page = (REPOSITORY / "docs" / "editors.md").read_text().splitlines()
    errorformat = next(line.strip() for line in page if "errorformat=" in line)
    (tmp_path / "output").write_text(output())
    listed = "map(getqflist(), {_, each -> join([bufname(each.bufnr), each.lnum, each.col, each.type], ':')})"
    script = [errorformat, f"cgetfile {tmp_path}/output", f"call writefile({listed}, '{tmp_path}/list')", "qa!"]
    (tmp_path / "script.vim").write_text("\n".join(script) + "\n")
    subprocess.run(
        [str(VIM), "-es", "-u", "NONE", "-S", str(tmp_path / "script.vim")], cwd=REPOSITORY, check=False, timeout=60
    )
    expected = [":".join(str(each[key]) for key in ("file", "line", "column", "severity")) for each in report()]
    assert (tmp_path / "list").read_text().splitlines() == [
        each.replace(":error", ":e").replace(":warning", ":w").replace(":note", ":n") for each in expected
    ]
