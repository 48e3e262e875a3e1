"""Checking a folder: whole and in part, with texts that are not saved."""

from __future__ import annotations

import os

import pytest

from seamlint.lsp import checking
from seamlint.lsp.checking import Folder, Stale

PROVIDER = 'provider "aws" {{\n  region = "eu-west-1"\n  allowed_account_ids = ["{}"]\n}}\n'
ROLE = """
resource "aws_iam_role" "{0}" {{
  name               = "{0}"
  assume_role_policy = jsonencode({{ Version = "2012-10-17", Statement = [{{
    Effect = "Allow", Principal = {{ AWS = "{1}" }}, Action = "sts:AssumeRole"
  }}] }})
}}
"""
ONE, TWO = "111122223333", "444455556666"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two roots of two accounts with a module of the first: the accounts are no strangers to each other."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "one/main.tf", PROVIDER.format(ONE) + 'module "roles" {\n  source = "../roles"\n}\n')
    write(tmp_path, "roles/main.tf", ROLE.format("deploy", f"arn:aws:iam::{TWO}:role/ci"))
    write(tmp_path, "two/main.tf", PROVIDER.format(TWO) + ROLE.format("ci", f"arn:aws:iam::{TWO}:root"))
    return Folder(os.path.realpath(tmp_path))


def write(folder, name, text):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text)


def found(snapshot):
    return sorted((each.rule, each.primary.span.file, each.primary.span.line) for each in snapshot.found.findings)


def test_what_is_checked_in_part_is_what_all_of_it_is(folder, tmp_path, monkeypatch):
    path = os.path.join(folder.root, "roles", "main.tf")
    other = os.path.join(folder.root, "two", "main.tf")
    monkeypatch.setattr(checking, "SLOW", 0)
    before = found(folder.check({}, None, lambda: False))
    edits = [
        {path: "\n\n" + ROLE.format("deploy", "*")},
        {path: "\n" + ROLE.format("deploy", "arn:aws:iam::777788889999:root")},
        {other: PROVIDER.format(TWO) + ROLE.format("ci", "*")},
        {path: ROLE.format("deploy", f"arn:aws:iam::{TWO}:role/ci")},
    ]
    seen = []
    for opened in edits:
        part = found(folder.check(opened, list(opened), lambda: False))
        for name, text in opened.items():
            write(tmp_path, name, text)
        assert part == found(Folder(folder.root).check({}, None, lambda: False))
        seen.append(part)
    assert len({tuple(each) for each in (before, *seen)}) > 3


def test_nothing_is_evaluated_for_a_file_that_nothing_reads(folder, monkeypatch):
    before = folder.check({}, None, lambda: False)
    monkeypatch.setattr(checking, "SLOW", 0)
    readme = os.path.join(folder.root, "notes.txt")
    assert folder.check({readme: "text"}, [readme], lambda: False).found is before.found


def test_a_check_that_is_out_of_date_ends(folder):
    asked = []
    with pytest.raises(Stale):
        folder.check({}, None, lambda: bool(asked) or asked.append(1))
    assert found(folder.check({}, None, lambda: False))


def test_what_is_wrong_with_the_configuration_is_told_and_the_former_one_counts(folder, tmp_path):
    write(tmp_path, "seamlint.toml", '[rules]\nselect = ["NET"]\n')
    assert found(folder.check({}, None, lambda: False)) == []
    write(tmp_path, "seamlint.toml", '[rules]\nselect = ["NONE"]\n')
    broken = folder.check({}, None, lambda: False)
    assert (found(broken), [each.message.partition(";")[0] for each in broken.problems]) == (
        [],
        [f"{folder.root}/seamlint.toml: no rule is called 'NONE'"],
    )
    write(tmp_path, "seamlint.toml", "[")
    assert [each.span.line for each in folder.check({}, None, lambda: False).problems] == [1]


def test_texts_that_are_not_saved_are_read_by_this_check_alone(folder):
    path = os.path.join(folder.root, "two", "main.tf")
    assert ("IAM-004", "two/main.tf", 5) not in found(folder.check({}, None, lambda: False))
    opened = {path: ROLE.format("ci", "*")}
    rules = {rule for rule, file, _ in found(folder.check(opened, None, lambda: False)) if file == "two/main.tf"}
    assert "IAM-004" in rules
    rules = {rule for rule, file, _ in found(folder.check({}, None, lambda: False)) if file == "two/main.tf"}
    assert "IAM-004" not in rules
