"""Changed files in, affected roots out: by the command itself, and by real pre-commit and real git."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from seamlint import affected
from seamlint.config import Config
from seamlint.request import Request

REPOSITORY = Path(__file__).parents[2]
SCRIPTS = sysconfig.get_path("scripts")
CALL = 'module "net" {\n  source = "../../modules/net"\n}\n'
ACL = """\
resource "aws_network_acl" "main" {
  vpc_id = "vpc-1"

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
"""
SHADOWED = """\

  ingress {
    rule_no    = 200
    action     = "deny"
    protocol   = "tcp"
    cidr_block = "10.0.0.0/8"
    from_port  = 22
    to_port    = 22
  }
"""
GOOD, BAD = f"{ACL}}}\n", f"{ACL}{SHADOWED}}}\n"
PARENT = "Resources: {A: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: child.yaml}}}\n"
QUEUE = 'resource "aws_sqs_queue" "jobs" {\n  policy = file("${path.module}/policy.json")\n}\n'


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    write(
        folder,
        {
            "modules/net/main.tf": GOOD,
            "modules/idle/main.tf": "",
            "envs/prod/main.tf": CALL,
            "envs/dev/main.tf": CALL,
            "queues/main.tf": QUEUE,
            "queues/policy.json": "{}",
            "stacks/parent.yaml": PARENT,
            "stacks/child.yaml": "Resources: {T: {Type: 'AWS::SNS::Topic'}}\n",
            "README.md": "",
        },
    )
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all")
    return folder


def checked(folder: Path, *files: str) -> tuple[int, str, str]:
    command = [os.path.join(SCRIPTS, "seamlint"), "pre-commit", "--format", "concise", *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def roots(told: str) -> list[str]:
    return sorted(line.removeprefix("seamlint: checking ").partition(",")[0] for line in told.splitlines())


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["modules/net/main.tf"], ["envs/dev", "envs/prod"]),
        (["modules/idle/main.tf"], ["modules/idle"]),
        (["envs/dev/main.tf"], ["envs/dev"]),
        (["envs/dev/terraform.tfvars"], ["envs/dev"]),
        (["queues/policy.json"], ["queues", "queues/policy.json"]),
        (["stacks/child.yaml"], ["stacks/child.yaml", "stacks/parent.yaml"]),
        (["README.md"], []),
        ([], []),
    ],
)
def test_changed_files_affect_the_roots_that_read_them(repository: Path, files: list[str], expected: list[str]) -> None:
    code, _, told = checked(repository, *files)
    assert (code, [each for each in roots(told) if not each.startswith("No findings")]) == (0, expected)


def test_a_changed_configuration_affects_everything(repository: Path) -> None:
    write(repository, {"seamlint.toml": ""})
    code, _, told = checked(repository, "seamlint.toml")
    assert code == 0
    assert "and 2 more" in told


def test_a_changed_rule_of_ones_own_affects_everything(repository: Path) -> None:
    write(repository, {"seamlint.toml": '[rules]\nfiles = ["rules/acme.yaml"]\n', "rules/acme.yaml": "rules: []\n"})
    _, _, told = checked(repository, "rules/acme.yaml")
    assert {"envs/dev", "envs/prod", "queues"} <= set(roots(told))


@pytest.mark.parametrize("name", ["a policy.json", "politique-é.json", "policy.json.tftpl"])
def test_a_file_is_found_by_its_name_whatever_it_is(repository: Path, name: str) -> None:
    write(repository, {"queues/main.tf": QUEUE.replace("policy.json", f"../policies/{name}"), f"policies/{name}": "{}"})
    _, _, told = checked(repository, f"policies/{name}")
    assert "queues" in roots(told)


def test_files_are_read_once_however_many_have_changed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(affected, "read_bytes", lambda path: read.append(path) or b"")  # type: ignore[func-returns-value]
    changed = [str(repository / f"policies/{number}.json") for number in range(100)]
    affected.affected(Request((str(repository),), Config(str(repository)), cache=False), changed)
    assert read
    assert len(read) == len(set(read))


def test_a_submodule_that_moves_affects_who_calls_its_modules(repository: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    git(shared, "init", "-q")
    write(shared, {"net/main.tf": GOOD})
    git(shared, "add", "-A")
    git(shared, "commit", "-q", "-m", "one")
    git(repository, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(shared), "vendor")
    write(repository, {"envs/dev/main.tf": CALL.replace("modules/net", "vendor/net")})
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "vendored")
    write(repository / "vendor", {"net/main.tf": BAD})
    git(repository / "vendor", "commit", "-q", "-a", "-m", "two")
    git(repository, "add", "vendor")
    code, report, told = checked(repository)
    assert (code, "envs/dev" in roots(told)) == (1, True)
    assert "vendor/net/main.tf:13:3: warning NET-006 " in report


def test_it_says_why_a_root_is_checked_and_what_is_found_there(repository: Path) -> None:
    write(repository, {"modules/net/main.tf": BAD})
    code, report, told = checked(repository, "modules/net/main.tf")
    assert code == 1
    assert "seamlint: checking envs/dev, because modules/net/main.tf changed" in told
    assert report.startswith("modules/net/main.tf:13:3: warning NET-006 ")


def test_a_deleted_module_affects_its_callers(repository: Path) -> None:
    git(repository, "rm", "-q", "modules/net/main.tf")
    _, _, told = checked(repository)
    assert "seamlint: checking envs/prod, because modules/net/main.tf changed" in told


def test_a_suppression_that_another_root_needs_is_not_called_idle(repository: Path) -> None:
    ignored = BAD.replace('resource "aws_n', '# seamlint: ignore[NET-006] wanted\nresource "aws_n')
    empty = '# seamlint: ignore[NET-001] for the other root\nresource "aws_vpc" "main" {}\n'
    write(repository, {"modules/net/main.tf": ignored, "modules/net/vpc.tf": empty})
    code, report, told = checked(repository, "envs/dev/main.tf")
    assert (code, report) == (0, "")
    assert "finds nothing here any more" not in told


pre_commit = pytest.mark.skipif(
    shutil.which("pre-commit", path=SCRIPTS) is None, reason="pre-commit is not installed here"
)


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a repository of Seamlint itself, as pre-commit clones it."""
    folder = tmp_path_factory.mktemp("remote")
    for name in ("engine", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-q", "-m", "seamlint")
    git(folder, "tag", "v1")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("home"))


def run(folder: Path, home: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PRE_COMMIT_HOME": home, "PRE_COMMIT_COLOR": "never"}
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def commit(folder: Path, home: str) -> tuple[int, str]:
    environment = {**os.environ, "PRE_COMMIT_HOME": home, "PRE_COMMIT_COLOR": "never"}
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-m", "change"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pre_commit
def test_commits_that_add_change_and_delete_are_checked(repository: Path, remote: Path, home: str) -> None:
    hooks = f"repos:\n- repo: {remote}\n  rev: v1\n  hooks:\n  - id: seamlint\n    args: [--format, concise]\n"
    write(repository, {".pre-commit-config.yaml": hooks})
    assert run(repository, home, "install", "--install-hooks").returncode == 0
    git(repository, "add", "-A")
    code, told = commit(repository, home)
    assert code == 0, told

    write(repository, {"modules/net/main.tf": BAD})
    git(repository, "add", "-A")
    code, told = commit(repository, home)
    assert code == 1
    assert "seamlint: checking envs/dev, because modules/net/main.tf changed" in told
    assert "modules/net/main.tf:13:3: warning NET-006 " in told

    git(repository, "checkout", "-q", "HEAD", "--", "modules/net/main.tf")
    git(repository, "rm", "-q", "queues/main.tf")
    code, told = commit(repository, home)
    assert code == 0, told

    write(repository, {"envs/new/main.tf": BAD})
    git(repository, "add", "-A")
    code, told = commit(repository, home)
    assert code == 1
    assert "envs/new/main.tf:13:3: warning NET-006 " in told


@pre_commit
def test_a_repository_can_be_tried_whole(repository: Path, remote: Path, home: str) -> None:
    write(repository, {"modules/net/main.tf": BAD})
    done = run(repository, home, "try-repo", str(remote), "seamlint-all", "--all-files")
    assert done.returncode == 1
    assert "NET-006" in done.stdout
