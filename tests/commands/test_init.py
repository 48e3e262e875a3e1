"""What a repository begins with: found in it, written once, and read back by the tools that it is for."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml

from seamlint.config import load

SEAMLINT = os.path.join(sysconfig.get_path("scripts"), "seamlint")
FILES = ("seamlint.toml", ".pre-commit-config.yaml", ".github/workflows/seamlint.yml", ".vscode/tasks.json")
PROVIDER = 'provider "aws" {\n  region              = "eu-west-1"\n  allowed_account_ids = ["111122223333"]\n}\n'
NETWORK = 'module "net" {\n  source = "../../modules/net"\n}\n'


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    files = {
        "envs/prod/main.tf": PROVIDER + NETWORK,
        "envs/dev/main.tf": NETWORK,
        "modules/net/main.tf": 'resource "aws_vpc" "main" {}\n',
        "stacks/web.yaml": "Resources: {T: {Type: 'AWS::SNS::Topic'}}\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def begun(*arguments: str, where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SEAMLINT, "init", *arguments], cwd=where, capture_output=True, text=True, check=False)


def test_it_writes_the_units_that_it_finds(repository: Path) -> None:
    done = begun(where=repository)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"{name} is written" for name in FILES]
    units = load(str(repository / "seamlint.toml")).units
    assert [(os.path.relpath(each.path, repository), each.account, each.region) for each in units] == [
        ("envs/dev", None, None),
        ("envs/prod", "111122223333", "eu-west-1"),
        ("stacks/web.yaml", None, None),
    ]


def test_what_is_written_is_what_its_tools_read(repository: Path) -> None:
    begun(where=repository)
    hooks = yaml.safe_load((repository / FILES[1]).read_text())
    assert [hook["id"] for hook in hooks["repos"][0]["hooks"]] == ["seamlint"]
    steps = yaml.safe_load((repository / FILES[2]).read_text())["jobs"]["seamlint"]["steps"]
    assert [step["uses"].partition("@")[0] for step in steps] == ["actions/checkout", "seamlint/seamlint"]
    assert json.loads((repository / FILES[3]).read_text())["tasks"][0]["command"] == "seamlint"


def test_what_is_there_stays_and_is_shown(repository: Path) -> None:
    (repository / "seamlint.toml").write_text("# mine\n")
    done = begun(where=repository)
    assert (repository / "seamlint.toml").read_text() == "# mine\n"
    assert "seamlint.toml is there already and stays as it is" in done.stdout
    assert '    path = "envs/prod"' in done.stdout
    again = begun(where=repository)
    assert again.stdout.count("is there already") == len(FILES)


@pytest.mark.parametrize(
    ("name", "folder"), [("pyproject.toml", "."), ("pyproject.toml", "envs"), ("seamlint.toml", "envs")]
)
def test_a_configuration_that_counts_already_is_not_put_aside(repository: Path, name: str, folder: str) -> None:
    (repository / ".git").mkdir()
    table = "[tool.seamlint]\n" if name == "pyproject.toml" else ""
    (repository / name).write_text(f'{table}trusted-accounts = ["444455556666"]\n')
    done = begun(where=repository / folder)
    assert f"{name} is there already and stays as it is; this is what would be in it:" in done.stdout
    assert f"{FILES[1]} is written" in done.stdout
    assert not (repository / folder / "seamlint.toml").exists()


def test_a_second_time_there_is_nothing_to_do(repository: Path) -> None:
    begun(where=repository)
    assert begun(where=repository).stdout.splitlines() == [f"{name} is there already" for name in FILES]


def test_it_works_from_outside_and_on_nothing(tmp_path: Path, repository: Path) -> None:
    done = begun(str(repository), where=tmp_path.parent)
    assert (done.returncode, load(str(repository / "seamlint.toml")).units[0].path) == (
        0,
        os.path.realpath(repository / "envs/dev"),
    )
    empty = tmp_path / "empty"
    empty.mkdir()
    assert begun(where=empty).returncode == 0
    assert load(str(empty / "seamlint.toml")).units == ()


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    done = begun("nowhere", where=tmp_path)
    assert (done.returncode, done.stderr) == (2, "seamlint: error: nowhere is not a folder\n")
