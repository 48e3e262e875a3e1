"""A rule of one's own begins as one that works."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

SEAMLINT = os.path.join(sysconfig.get_path("scripts"), "seamlint")

OPEN = """\
resource "aws_iam_role" "open" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "sts:AssumeRole" }]
  })
}
"""


def run(where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SEAMLINT, *arguments], cwd=where, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("option", "ending"), [((), "yaml"), (("--python",), "py")])
def test_it_works_its_test_passes_and_it_is_explained(tmp_path: Path, option: tuple[str, ...], ending: str) -> None:
    done = run(tmp_path, "new-rule", "ACME-001", "queue-open-to-everyone", *option)
    assert (done.returncode, done.stderr) == (0, "")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "seamlint-rules"]
    tested = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "2 passed" in tested.stdout, tested.stdout

    rule = f"seamlint-rules/queue_open_to_everyone.{ending}"
    options = ("check", "--rules", rule, "--select", "ACME", "--format", "concise")
    found = run(tmp_path, *options, "seamlint-rules/fixtures/ACME-001/bad-first")
    assert (found.returncode, found.stdout.count("error ACME-001 anyone may send to aws_sqs_queue.jobs")) == (1, 1)
    assert run(tmp_path, *options, "seamlint-rules/fixtures/ACME-001/good-first").returncode == 0
    assert "Amazon SQS Developer Guide" in run(tmp_path, "explain", "--rules", rule, "ACME-001").stdout
    assert "ACME-001 error" in run(tmp_path, "rules", "--rules", rule).stdout


def test_a_second_rule_joins_the_first(tmp_path: Path) -> None:
    run(tmp_path, "new-rule", "ACME-001", "one")
    done = run(tmp_path, "new-rule", "ACME-002", "two", "--python")
    assert "test_rules.py is there already and stays as it is" in done.stdout
    again = run(tmp_path, "new-rule", "ACME-002", "two", "--python")
    assert again.stdout.count("is there already") == 4


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("acme", "a"), "an id is written like ACME-001"),
        (("ACME-001", "A name"), "a name is written like"),
        (("NET-099", "mine"), "NET is a family of rules that are installed"),
    ],
)
def test_what_cannot_be_a_rule_is_told(tmp_path: Path, words: tuple[str, str], complaint: str) -> None:
    done = run(tmp_path, "new-rule", *words)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_configuration_names_rules_too(tmp_path: Path) -> None:
    run(tmp_path, "new-rule", "ACME-001", "queue-open-to-everyone")
    (tmp_path / "seamlint.toml").write_text('[rules]\nfiles = ["seamlint-rules/queue_open_to_everyone.yaml"]\n')
    found = run(tmp_path, "check", "--select", "ACME", "--format", "concise", "seamlint-rules/fixtures")
    assert found.stdout.count(": error ACME-001 ") == 1


@pytest.mark.parametrize("name", ["nowhere.yaml", "rules.txt"])
def test_a_file_that_holds_no_rules_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "rules.txt").write_text("")
    done = run(tmp_path, "check", "--rules", name)
    assert (done.returncode, done.stderr.startswith(f"seamlint: error: --rules {name}")) == (2, True)


def test_a_suppression_of_a_configured_rule_that_did_not_run_is_no_mistake(tmp_path: Path) -> None:
    run(tmp_path, "new-rule", "ACME-001", "first")
    (tmp_path / "seamlint.toml").write_text('[rules]\nfiles = ["seamlint-rules/first.yaml"]\n')
    (tmp_path / "main.tf").write_text('# seamlint: ignore[ACME-001] so be it\nresource "aws_sqs_queue" "q" {}\n')
    done = run(tmp_path, "check", "--ignore", "ACME", "main.tf")
    assert (done.returncode, "no rule is called" in done.stdout) == (0, False)


def test_what_is_configured_of_a_broken_rule_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text("rules:\n  - id: ACME-001\n")
    configured = 'files = ["acme.yaml"]\nignore = ["ACME"]\nseverity = { "ACME-001" = "note", "IAM-004" = "note" }\n'
    (tmp_path / "seamlint.toml").write_text(f"[rules]\n{configured}")
    (tmp_path / "main.tf").write_text(OPEN)
    done = run(tmp_path, "check", "--format", "concise", "main.tf")
    assert (done.returncode, ": note IAM-004 " in done.stdout) == (2, True), done.stdout + done.stderr
    assert "acme.yaml:2:5: error: rules[0] needs name" in done.stderr


def test_a_broken_rule_is_told_and_the_rest_is_checked(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("rules:\n  - id: 1\n")
    (tmp_path / "main.tf").write_text('resource "aws_vpc" "main" {}\n')
    done = run(tmp_path, "check", "--rules", "rules.yaml", "--format", "concise")
    assert done.returncode == 2
    assert "rules.yaml:2:5: error: rules[0] needs name, severity" in done.stderr
    assert "1 resource of 1 unit" in done.stderr
