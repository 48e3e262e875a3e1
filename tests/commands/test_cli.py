"""The command line as people start it: through its entry point, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.pack import install
from seamlint import __version__

SEAMLINT = os.path.join(sysconfig.get_path("scripts"), "seamlint")
CODE = """\
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "db" {
  name   = var.name
  vpc_id = aws_vpc.main.id
}

variable "name" {}
"""
ONLY = ("--select", "ACME")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    code = tmp_path / "code"
    code.mkdir()
    (code / "main.tf").write_text(CODE)
    install(tmp_path / "installed", "acme_rules.named")
    return code


@pytest.fixture
def run(folder: Path, tmp_path: Path) -> Run:
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "installed"), "PYTHONUTF8": "1"}
    for name in ("NO_COLOR", "COLUMNS", "TF_VAR_name"):
        environment.pop(name, None)

    def start(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SEAMLINT, *arguments],
            cwd=folder,
            env=environment | more,
            capture_output=True,
            encoding=more.get("PYTHONIOENCODING", "utf-8"),
            timeout=60,
            check=False,
        )

    return start


def test_version_and_help(run: Run) -> None:
    assert run("--version").stdout == f"seamlint {__version__}\n"
    assert "prove where resources contradict each other" in run("--help").stdout
    nothing = run()
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "usage: seamlint" in nothing.stderr
    assert "--fail-on" in run("check", "--help").stdout


def test_a_finding_is_printed_and_the_exit_code_is_1(run: Run) -> None:
    done = run("check", *ONLY)
    assert done.returncode == 1
    assert done.stdout.startswith("warning ACME-001 group-without-name\naws_security_group.web has no name\n")
    assert ' 5 │ resource "aws_security_group" "web" {' in done.stdout
    assert "1 warning in 3 resources of 1 unit" in done.stdout.splitlines()[-1]
    assert done.stdout.splitlines()[-1].endswith("1 undecided, for want of var.name (1)")
    assert not done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--fail-on", "error"], 0),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "note"], 1),
        (["--fail-on", "undecided", "--ignore", "aws-names"], 2),
        (["--ignore", "ACME-001", "--fail-on", "undecided"], 0),
        (["--var", "name="], 1),
    ],
)
def test_exit_codes(run: Run, arguments: list[str], code: int) -> None:
    assert run("check", "--select", "ACME,ACME-001", *arguments).returncode == code


def test_values_given_on_the_command_line_count_in_their_order(run: Run, folder: Path) -> None:
    (folder / "names.tfvars").write_text('name = "fromfile"\n')
    assert "fromfile" in run("show", "--var", "name=x", "--var-file", "names.tfvars").stdout
    assert '"name": "x"' in run("show", "--var-file", "names.tfvars", "--var", "name=x").stdout
    assert '"name": "environment"' in run("show", TF_VAR_name="environment").stdout


def test_concise_and_json_are_for_programs(run: Run, folder: Path) -> None:
    concise = run("check", *ONLY, "--format", "concise")
    assert concise.stdout == "main.tf:5:1: warning ACME-001 aws_security_group.web has no name\n"
    assert "1 warning in 3 resources" in concise.stderr
    assert not run("check", *ONLY, "--format", "concise", "--quiet").stderr
    report = json.loads(run("check", *ONLY, "--format", "json", str(folder)).stdout)
    assert report["findings"][0]["file"] == "main.tf"
    assert report["undecided"][0]["needs"] == ["var.name"]


def test_reports_go_to_files(run: Run, folder: Path) -> None:
    done = run("check", *ONLY, "--format", "text", "--format", "json=a.json", "--format=concise=b.txt")
    assert (done.returncode, done.stdout[:7]) == (1, "warning")
    assert json.loads((folder / "a.json").read_text())["summary"]["warning"] == 1
    assert (folder / "b.txt").read_text().startswith("main.tf:5:1: warning")
    done = run("check", *ONLY, "--output", "c.txt")
    assert (done.stdout, done.stderr[:9]) == ("", "1 warning")
    assert "╭─ main.tf:5:1" in (folder / "c.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "nowhere"], "nowhere does not exist"),
        (["check", "--select", "ACME-01"], "no rule is called 'ACME-01': did you mean ACME-001?"),
        (["check", "--ignore", "XYZ"], "no rule is called 'XYZ'; families: ACM"),
        (["check", "--format", "yaml"], "--format yaml: choose from text, concise, json"),
        (["check", "--format", "json", "--format", "text"], "several reports for standard output"),
        (["check", "--format", "json=a", "--format", "text=a"], "several reports for a"),
        (["check", "--format", "json=a", "--output", "b"], "--output b"),
        (["check", "--output", "a", "--output", "b"], "--output b: every --format names its own file already"),
        (["check", "--format", "yaml=a"], "--format yaml: choose from"),
        (["check", "--update"], "--update: name a --baseline"),
        (["check", "--output", "no/such/folder"], "no/such/folder cannot be written: No such file"),
        (["check", "--var", "name"], "--var name: write NAME=VALUE"),
        (["check", "--var-file", "gone.tfvars"], "gone.tfvars does not exist"),
        (["check", "--account", "12"], "an account id has 12 digits"),
        (["check", "--fail-on", "never"], "invalid choice"),
        (["check", "--config", "gone.toml"], "--config gone.toml does not exist"),
        (["check", "--unknown"], "unrecognized arguments"),
        (["chekc"], "invalid choice"),
        (["explain", "ACME-7"], "no rule is called 'ACME-7': did you mean ACME"),
        (["show", "nowhere"], "nowhere does not exist"),
    ],
)
def test_wrong_use_is_told_in_a_line_and_exits_with_2(run: Run, arguments: list[str], says: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_does_not_parse_exits_with_2_and_the_rest_is_checked(run: Run, folder: Path) -> None:
    (folder / "broken.tf").write_text('resource "aws_vpc" {\n  cidr_block = \n}\n')
    done = run("check", *ONLY, "--fail-on", "error")
    assert done.returncode == 2
    assert "broken.tf:2" in done.stdout
    assert "aws_security_group.web has no name" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("not everything could be read")
    concise = run("check", *ONLY, "--format", "concise")
    assert concise.stdout.startswith("main.tf:5:1: warning ACME-001")
    assert concise.stderr.startswith("broken.tf:2:")
    assert run("show").returncode == 2


def test_requests_to_simulate_come_from_a_file_or_from_standard_input(run: Run, folder: Path) -> None:
    allow = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}
    who = "arn:aws:iam::111122223333:user/ünï"
    request = {"id": 1, "principal": who, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
    line = json.dumps(request | {"resourceAccount": "111122223333", "identityPolicies": [allow]}, ensure_ascii=False)
    (folder / "requests.jsonl").write_text(line, encoding="utf-8")
    done = run("simulate", "requests.jsonl")
    assert json.loads(done.stdout)["decision"].lower() == "allowed"
    assert run("simulate", "gone.jsonl").returncode == 2


def test_a_broken_configuration_is_told_with_its_line(run: Run, folder: Path) -> None:
    (folder / "seamlint.toml").write_text("[rules]\nselekt = []\n")
    done = run("check")
    assert done.returncode == 2
    assert done.stderr == "seamlint: error: seamlint.toml:2: unknown key rules.selekt: did you mean select?\n"


def test_the_configuration_selects_ignores_and_weighs_rules(run: Run, folder: Path) -> None:
    file = folder / "seamlint.toml"
    file.write_text('rules = { select = ["ACME"], severity = { "ACME-001" = "error" } }\n')
    assert run("check").stdout.startswith("error ACME-001")
    file.write_text('rules = { severity = { "ACME-001" = "off" } }\n')
    assert "ACME" not in run("check").stdout
    file.write_text('rules = { select = ["ACME-002"] }\n')
    assert "no rule is called 'ACME-002'" in run("check").stderr
    file.write_text('rules = { severity = { "ACME" = "note" } }\n')
    assert run("check", *ONLY).returncode == 0
    file.write_text('[[ignore]]\nrule = "ACME-001"\nresource = "aws_security_group.web"\nreason = "x"\n')
    assert run("check", *ONLY).returncode == 0


def test_a_suppression_counts_and_an_unused_one_is_told(run: Run, folder: Path) -> None:
    comment = "# seamlint: ignore[ACME-001] it has none\n"
    (folder / "main.tf").write_text(
        CODE.replace('resource "aws_security_group" "web"', comment + 'resource "aws_security_group" "web"')
    )
    assert "aws_security_group.web has no name" not in run("check", *ONLY).stdout
    (folder / "main.tf").write_text(comment + CODE)
    done = run("check", *ONLY)
    assert "warning: ACME-001 finds nothing here any more: remove this suppression" in done.stdout
    assert done.returncode == 1


def test_a_rule_that_raises_costs_its_own_answers_only(tmp_path: Path, run: Run) -> None:
    (tmp_path / "installed" / "acme_rules" / "__init__.py").write_text(
        'RULES = ("acme_rules.broken", "acme_rules.named", "acme_rules.gone")\n'
    )
    done = run("check", *ONLY)
    assert done.returncode == 2
    assert "rule ACME-002 failed and was left out (RuntimeError: out of order, in acme_rules.broken:" in done.stdout
    assert "aws_security_group.web has no name" in done.stdout
    assert "rules of acme_rules.gone cannot be loaded" in " ".join(done.stdout.split())


def test_undecided_questions_are_listed(run: Run) -> None:
    listed = run("check", *ONLY, "--undecided").stdout
    assert "undecided ACME-001 main.tf:9:1 aws_security_group.db\n  its name is not known\n  needs var.name\n" in listed


def test_rules_are_listed_and_explained(run: Run) -> None:
    assert "ACME-001 warning  group-without-name\n" in run("rules").stdout
    listed = {each["id"]: each for each in json.loads(run("rules", "--format", "json").stdout)["rules"]}
    assert listed["ACME-001"]["summary"] == "A security group has a name."
    for name in ("acme-001", "group-without-name"):
        assert run("explain", name).stdout == (
            "ACME-001 group-without-name · warning\n"
            "A security group has a name.\n"
            "\nWhat\n  A group without a name.\n"
            "\nWhy\n  Nobody knows what it is for.\n"
            "\nFix\n  Name it.\n"
            '\nSources\n  Acme handbook, "Names".\n'
        )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_any_encoding_of_the_terminal_will_do(run: Run, folder: Path, encoding: str) -> None:
    (folder / "main.tf").write_text(CODE.replace('"web" {', '"web" { # Ünïcode ✓'), encoding="utf-8")
    done = run("check", *ONLY, PYTHONUTF8="0", PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert ",- main.tf:5:1" in done.stdout
    json.loads(run("check", *ONLY, "--format", "json", PYTHONUTF8="0", PYTHONIOENCODING=encoding).stdout)


def test_a_closed_pipe_is_quiet(folder: Path) -> None:
    process = subprocess.Popen([SEAMLINT, "show"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 141


def test_an_interrupt_is_quiet(folder: Path) -> None:
    script = "import os, signal, sys; from seamlint import pipeline; from seamlint.cli import main\n"
    script += "pipeline.run = lambda *_: os.kill(os.getpid(), signal.SIGINT)\nsys.exit(main(['check']))"
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_what_should_not_happen_is_no_traceback(folder: Path) -> None:
    script = "import sys; from seamlint import pipeline; from seamlint.cli import main\n"
    script += "pipeline.run = lambda *_: 1 // 0\nsys.exit(main(['check']))"
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "this should not happen (ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
    shown = os.environ | {"SEAMLINT_TRACEBACK": "1"}
    again = [sys.executable, "-c", script]
    done = subprocess.run(again, cwd=folder, env=shown, capture_output=True, text=True, check=False)
    assert "Traceback" in done.stderr
