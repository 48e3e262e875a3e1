"""cfn-lint finds our rules by the name of the module, and prints what they find."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from seamlint.registry import installed

FIXTURES = Path(__file__).parents[2] / "fixtures"
TEMPLATE = FIXTURES / "NET-001" / "bad-https-service" / "cloudformation" / "template.yaml"


def lint(*arguments: str, folder: Path = FIXTURES) -> list[dict[str, object]]:
    script = "import sys; from cfnlint.runner import main; sys.exit(main())"
    options = ["--format", "json", "--append-rules", "seamlint.cfnlint_rules"]
    command = [sys.executable, "-c", script, *arguments, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.stderr == ""
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_findings_have_our_message_and_place() -> None:
    lines = TEMPLATE.read_text("utf-8").split("\n")
    expected = next(at for at, line in enumerate(lines, 1) if "expect: NET-001" in line)
    found = [each for each in lint(str(TEMPLATE)) if each["Rule"]["Id"] == "ENET-001"]  # type: ignore[index]
    assert [each["Location"]["Start"]["LineNumber"] for each in found] == [expected]  # type: ignore[index]
    assert "drops every reply" in str(found[0]["Message"])
    assert found[0]["Level"] == "Error"


def test_every_installed_rule_is_a_class_that_cfn_lint_can_make() -> None:
    from seamlint import cfnlint_rules

    judged = {each.judges for each in vars(cfnlint_rules).values() if isinstance(each, type)}
    assert judged == {each.rule.id for each in installed()}


def test_the_severity_is_the_findings(tmp_path: Path) -> None:
    shutil.copy(TEMPLATE, tmp_path / "template.yaml")
    (tmp_path / "seamlint.toml").write_text('[rules]\nseverity = { "NET-001" = "warning" }\n')
    [found] = [each for each in lint("template.yaml", folder=tmp_path) if "NET-001" in each["Rule"]["Id"]]  # type: ignore[index]
    assert (found["Rule"]["Id"], found["Level"]) == ("WNET-001", "Warning")  # type: ignore[index]
