"""`check --since`: what a change introduces, with real git."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from pathlib import Path

import pytest

SEAMLINT = os.path.join(sysconfig.get_path("scripts"), "seamlint")
OLD = """\
resource "aws_network_acl" "old" {
  vpc_id = "vpc-1"

  dynamic "ingress" {
    for_each = { 100 = "allow", 200 = "deny" }
    content {
      rule_no    = ingress.key
      action     = ingress.value
      protocol   = "-1"
      cidr_block = "0.0.0.0/0"
      from_port  = 0
      to_port    = 0
    }
  }
}
"""
NEW = OLD.replace('"old"', '"new"')


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "root").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    (folder / "root" / "main.tf").write_text(OLD)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "old")
    return folder


def check(where: Path, *options: str) -> tuple[int, list[str], str]:
    command = [SEAMLINT, "check", "--format", "json", *options]
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)
    found = [each["resource"] for each in json.loads(done.stdout)["findings"]] if done.stdout else []
    return done.returncode, found, done.stderr


def test_only_what_the_change_introduces_is_told(repository: Path) -> None:
    assert check(repository, "--since", "HEAD")[:2] == (0, [])
    (repository / "root" / "new.tf").write_text(NEW)
    assert check(repository, "--since", "HEAD")[:2] == (1, ["aws_network_acl.new"])
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "new")
    assert check(repository, "--since", "HEAD~1")[:2] == (1, ["aws_network_acl.new"])
    assert check(repository, "--since", "HEAD")[:2] == (0, [])
    assert len(check(repository)[1]) == 2


def test_moved_code_is_not_new(repository: Path) -> None:
    git(repository, "mv", "root/main.tf", "root/acl.tf")
    (repository / "root" / "acl.tf").write_text("\n\n" + OLD)
    assert check(repository, "--since", "HEAD")[:2] == (0, [])


def test_a_branch_answers_for_its_own_change_only(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "feature")
    git(repository, "checkout", "-q", "main")
    git(repository, "rm", "-q", "root/main.tf")
    git(repository, "commit", "-q", "-m", "mended")
    git(repository, "checkout", "-q", "feature")
    assert check(repository, "--since", "main")[:2] == (0, [])


def test_a_finding_that_a_distant_change_causes_is_new(repository: Path) -> None:
    """The rule that is never reached is as it was; what reaches it first is what changed."""
    narrow = OLD.replace('{ 100 = "allow", 200 = "deny" }', "var.entries")
    (repository / "root" / "main.tf").write_text(narrow)
    (repository / "root" / "variables.tf").write_text('variable "entries" {\n  default = { 200 = "deny" }\n}\n')
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "one entry")
    (repository / "root" / "terraform.tfvars").write_text('entries = { 100 = "allow", 200 = "deny" }\n')
    assert check(repository, "--since", "HEAD")[:2] == (1, ["aws_network_acl.old"])


def test_installed_modules_are_there_at_both_revisions(repository: Path) -> None:
    root = repository / "root"
    (root / "main.tf").write_text('module "acl" {\n  source = "example/acl/aws"\n}\n')
    (repository / ".gitignore").write_text(".terraform/\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "module")
    installed = root / ".terraform" / "modules" / "acl"
    installed.mkdir(parents=True)
    (installed / "main.tf").write_text(OLD)
    manifest = {"Modules": [{"Key": "acl", "Source": "example/acl/aws", "Dir": ".terraform/modules/acl"}]}
    (installed.parent / "modules.json").write_text(json.dumps(manifest))
    assert check(repository)[1] == ["module.acl.aws_network_acl.old"]
    assert check(repository, "--since", "HEAD")[:2] == (0, [])


def test_submodules_are_what_they_were(repository: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    (shared / "net").mkdir(parents=True)
    git(shared, "init", "-q")
    (shared / "net" / "main.tf").write_text(OLD)
    git(shared, "add", "-A")
    git(shared, "commit", "-q", "-m", "one")
    git(repository, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(shared), "shared")
    (repository / "root" / "main.tf").write_text('module "net" {\n  source = "../shared/net"\n}\n')
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "shared")
    assert check(repository, "--since", "HEAD", "root")[:2] == (0, [])
    (repository / "shared" / "net" / "new.tf").write_text(NEW)
    git(repository / "shared", "add", "-A")
    git(repository / "shared", "commit", "-q", "-m", "two")
    git(repository, "commit", "-q", "-a", "-m", "moved")
    assert check(repository, "--since", "HEAD~1", "root")[:2] == (1, ["module.net.aws_network_acl.new"])
    assert len(git(repository, "worktree", "list").splitlines()) == 1
    assert len(git(repository / "shared", "worktree", "list").splitlines()) == 1


def test_what_lies_outside_of_the_repository_is_no_part_of_the_change(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "main.tf").write_text(OLD)
    assert check(repository, "--since", "HEAD", "root", "../other")[:2] == (0, [])


def test_it_works_from_a_folder_and_leaves_nothing_behind(repository: Path) -> None:
    code, found, told = check(repository / "root", "--since", "HEAD", "--format", "text=report.txt")
    assert (code, found) == (0, [])
    assert "1 there at HEAD" in (repository / "root" / "report.txt").read_text()
    assert git(repository, "worktree", "list").count("\n") == 1
    (repository / "fresh").mkdir()
    (repository / "fresh" / "main.tf").write_text(NEW)
    assert check(repository / "fresh", "--since", "HEAD")[:2] == (1, ["aws_network_acl.new"]), told


def test_hooks_of_the_repository_do_not_run(repository: Path) -> None:
    hook = repository / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch ran\n")
    hook.chmod(0o755)
    check(repository, "--since", "HEAD")
    assert not list(repository.parent.rglob("ran"))


@pytest.mark.parametrize("name", ["nowhere", "--output=x", ""])
def test_a_revision_that_is_none_is_told(repository: Path, name: str) -> None:
    code, _, told = check(repository, f"--since={name}")
    if name:
        assert (code, told.count("\n")) == (2, 1)
        assert told.startswith(f"seamlint: error: --since {name}: git knows no such revision")
    else:
        assert code == 1


def test_outside_of_git_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(OLD)
    code, _, told = check(tmp_path, "--since", "HEAD")
    assert code == 2
    assert "not a git repository" in told
