from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from seamlint.config import ConfigurationError, find, load
from seamlint.sources.toml import line_of

FULL = """\
trusted-accounts = ["444455556666"]

[accounts."111122223333"]
name = "prod"

[[units]]
path = "envs/prod"
account = "111122223333"
region = "eu-west-1"
var-files = ["prod.tfvars"]

[modules]
"terraform-aws-modules/vpc/aws" = "vendor/vpc"

[rules]
select = ["NET", "IAM-005"]
ignore = ["NET-013"]
severity = { "NET-006" = "error", "NET-010" = "off" }

[[ignore]]
rule = "NET-001"
path = "legacy/*"
resource = "aws_network_acl.*"
reason = "shut down in spring"
expires = 2027-03-31

[[ignore]]
rule = "NET-002"
reason = "accepted"
expires = "2027-04-01"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "envs" / "prod").mkdir(parents=True)
    (tmp_path / "envs" / "prod" / "prod.tfvars").write_text("")
    (tmp_path / "vendor" / "vpc").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(folder: Path, text: str, name: str = "seamlint.toml") -> ConfigurationError:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        load(str(folder / name))
    return error.value


def test_everything_that_can_be_said_is_read(folder: Path) -> None:
    (folder / "seamlint.toml").write_text(FULL)
    config = load("seamlint.toml")
    assert config.trusted_accounts == ("444455556666",)
    assert config.accounts == {"111122223333": "prod"}
    (unit,) = config.units
    assert (unit.path, unit.account, unit.region) == (str(folder / "envs/prod"), "111122223333", "eu-west-1")
    assert unit.var_files == (str(folder / "envs/prod/prod.tfvars"),)
    assert config.modules == {"terraform-aws-modules/vpc/aws": str(folder / "vendor/vpc")}
    assert (config.select, config.ignore) == (("NET", "IAM-005"), ("NET-013",))
    assert config.severity == {"NET-006": "error", "NET-010": "off"}
    first, second = config.ignores
    assert (first.rule, first.path, first.resource) == ("NET-001", "legacy/*", "aws_network_acl.*")
    assert (first.expires, first.span.line, second.span.line) == (date(2027, 3, 31), 20, 27)
    assert (second.expires, second.path) == (date(2027, 4, 1), None)


def test_the_table_of_a_project_file_is_read_the_same_way(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.seamlint.rules]\nselect = ["NET"]\n')
    assert load("pyproject.toml").select == ("NET",)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("x = ", 1, "not valid TOML"),
        ('\ntrusted-acounts = ["444455556666"]', 2, "did you mean trusted-accounts?"),
        ('trusted-accounts = "444455556666"', 1, "trusted-accounts must be a list of strings"),
        ("trusted-accounts = [444455556666]", 1, "trusted-accounts must be a list of strings"),
        ('trusted-accounts = ["4444"]', 1, "12 digits"),
        ('\n[accounts.prod]\nname = "x"', 2, "12 digits"),
        ("[rules]\n\nselekt = []", 3, "unknown key rules.selekt: did you mean select?"),
        ('[rules]\nseverity = { "NET-001" = "fatal" }', 2, "allowed: error, note, off, warning"),
        ('[[units]]\npath = "."\n[[units]]\npath = "nowhere"', 4, "nowhere does not exist"),
        ('[[units]]\naccount = "111122223333"', 1, "units needs path"),
        ('[[units]]\npath = "."\nvar-files = ["gone.tfvars"]', 3, "gone.tfvars does not exist"),
        ('[modules]\n"a/b/c" = "gone"', 2, "modules.a/b/c: gone does not exist"),
        ('[units]\npath = "."', 1, "array of tables"),
        ('[[ignore]]\nrule = "NET-001"', 1, "ignore needs reason"),
        ('[[ignore]]\nrule = "NET-001"\nreason = " "', 3, "ignore needs reason"),
        ('[[ignore]]\nrule = "NET-001"\nreason = "x"\nexpires = "soon"', 4, "must be a date such as 2027-01-31"),
        ('[[ignore]]\nrule = "NET-001"\nreason = "x"\nexpires = 2027-01-31T10:00:00', 4, "must be a date"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(folder: Path, text: str, line: int, says: str) -> None:
    error = refusal(folder, text)
    assert says in error.message
    assert (error.span.file, error.span.line) == ("seamlint.toml", line)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('trusted-accounts = []\n[[units]]\npath = "a\\u0000b"', 3, "does not exist"),
        ("\n" + ".".join("a" * 100_000) + " = 1", 2, "break it up"),
        ("#" * 2_000_000, 1, "this is no configuration"),
        ("a = " + "[" * 100_000, 1, "not valid TOML"),
    ],
)
def test_hostile_files_are_refused_at_once(folder: Path, text: str, line: int, says: str) -> None:
    error = refusal(folder, text)
    assert says in error.message
    assert error.span.line == line


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "seamlint.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        load("seamlint.toml")


def test_the_nearest_configuration_counts_up_to_the_repository(folder: Path) -> None:
    repository = folder / "repository"
    inner = repository / "envs" / "prod"
    inner.mkdir(parents=True)
    (folder / "seamlint.toml").write_text("")
    (repository / ".git").mkdir()
    assert find([str(inner)]) is None
    (repository / "pyproject.toml").write_text("[tool.seamlint]\n")
    assert find([str(inner)]) == os.path.realpath(repository / "pyproject.toml")
    (repository / "seamlint.toml").write_text("")
    assert find([str(inner), str(repository)]) == os.path.realpath(repository / "seamlint.toml")
    (inner / "seamlint.toml").write_text("")
    assert find([str(inner)]) == os.path.realpath(inner / "seamlint.toml")


def test_outside_a_repository_a_shared_parent_folder_does_not_count(folder: Path) -> None:
    (folder / "work" / "root").mkdir(parents=True)
    (folder / "seamlint.toml").write_text("")
    assert find([str(folder / "work" / "root")]) == os.path.realpath(folder / "seamlint.toml")
    os.chdir(folder / "work")
    assert find(["root"]) is None


@pytest.mark.parametrize(
    ("path", "line"),
    [(("a",), 1), (("a", "b"), 1), (("t", "x y"), 3), (("t", "gone"), 2), (("u", 1, "p"), 7), (("u", 5), 1), ((), 1)],
)
def test_lines_of_keys(path: tuple[str | int, ...], line: int) -> None:
    text = 'a.b = 1\n[t]\n"x y" = 2\n[[u]]\np = 1\n[[u]]\np = 2\n'
    assert line_of(text, path) == line


def test_a_template_has_parameters_and_a_name(folder: Path) -> None:
    (folder / "stack.yaml").write_text("")
    (folder / "prod.json").write_text("{}")
    (folder / "seamlint.toml").write_text(
        '[[units]]\npath = "stack.yaml"\nparameters = ["prod.json"]\nstack-name = "shop"\n'
    )
    (unit,) = load("seamlint.toml").units
    assert (unit.parameters, unit.stack_name) == ((str(folder / "prod.json"),), "shop")
