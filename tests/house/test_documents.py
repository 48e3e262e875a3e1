"""What the documents say is so."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
import yaml

from seamlint.cli import COMMANDS, _parser
from seamlint.commands import check
from seamlint.config import load
from seamlint.declared.model_view import kinds
from seamlint.explanation import explanation
from seamlint.registry import installed

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_the_readme_shows_a_finding_of_the_showcase_as_it_is_printed() -> None:
    generated = runpy.run_path("docs/generate.py")
    assert generated["readme"]() == README
    assert "╰─ fix" in README


def test_the_model_is_told_type_by_type() -> None:
    page = runpy.run_path("docs/generate.py")["model"]()
    for name in kinds():
        assert f"\n### {name}\n" in page
    assert "\n| `trust` | policy, or null | " in page
    assert "Maybe[" not in page


def test_ci_runs_the_readmes_command_for_the_tests() -> None:
    (command,) = re.findall(r"^    (.*pytest.*)$", README, re.MULTILINE)
    ci = (ROOT / ".ci/run").read_text() + (ROOT / ".ci/check").read_text()
    for step in command.replace(".venv/bin/python -m", "python -m").split(" && "):
        assert step.removeprefix("python3 ") in ci


def test_the_readmes_configuration_can_be_used(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    for folder in ("envs/prod", "vendor/vpc", "stacks"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "seamlint-rules").mkdir()
    for file in ("seamlint-rules/payroll.yaml", "envs/prod/prod.tfvars", "stacks/web.yaml", "stacks/web-prod.json"):
        (tmp_path / file).write_text("")
    (tmp_path / "seamlint.toml").write_text(example)
    assert load(str(tmp_path / "seamlint.toml")).ignores[0].rule == "NET-001"


def test_every_command_and_option_the_readme_names_exists() -> None:
    assert set(re.findall(r"^    seamlint ([\w-]+) ", README, re.MULTILINE)) <= set(COMMANDS)


def test_the_readme_names_every_option_of_check() -> None:
    parser = _parser()[1]["check"]
    check.add_arguments(parser)
    options = set(re.findall(r"--[a-z-]+", parser.format_help())) - {"--help"}
    table = README.partition("| Option of `check`")[2].partition("\n\n")[0]
    assert set(re.findall(r"--[a-z][a-z-]+", table)) == options


def test_the_readme_leads_to_every_page() -> None:
    pages = {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")}
    assert pages <= set(re.findall(r"\]\((docs/[\w-]+\.md)\)", README))


def test_hooks_start_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["seamlint", "seamlint-all"]
    for hook in hooks:
        program, command = hook["entry"].split()
        assert (program, command in ("check", "pre-commit")) == ("seamlint", True)
        assert command in _parser()[1]


@pytest.mark.parametrize("rule", installed(), ids=lambda rule: rule.rule.id)
def test_every_rule_explains_itself(rule: object) -> None:
    said = explanation(getattr(rule, "doc", ""))
    assert said.missing == []
    assert said.summary
    assert "\n\n" not in said.summary


def test_links_between_documents_lead_somewhere() -> None:
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text("utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"
