"""Adopting the linter in an old repository: a baseline, suppressions that end, several reports of one run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seamlint.cli import main
from seamlint.commands.output import destinations

Run = Callable[..., tuple[int, str, str]]
ROLE = """\
resource "aws_iam_role" "NAME" {
  name = "NAME"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::1234:user/NAME" }
    }]
  })
}
"""
KEPT = "seamlint-baseline.json"


def role(name: str) -> str:
    return ROLE.replace("NAME", name)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "main.tf").write_text(role("one") + role("two"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def start(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([*arguments[:1], "--no-cache", *arguments[1:]])
        said = capsys.readouterr()
        return code, said.out, said.err

    return start


def checked(run: Run, *arguments: str) -> dict[str, Any]:
    _, out, _ = run("check", "--baseline", KEPT, "--format", "json", *arguments)
    return json.loads(out)  # type: ignore[no-any-return]


def found(report: dict[str, Any]) -> list[str]:
    return [each["resource"] for each in report["findings"]]


def test_what_is_there_is_accepted_and_what_comes_is_told(folder: Path, run: Run) -> None:
    assert run("check")[0] == 1
    assert run("baseline") == (0, "", f"{KEPT}: 2 accepted\n")
    code, out, _ = run("check", "--baseline", KEPT)
    assert (code, "2 known from the baseline" in out) == (0, True)
    (folder / "old" / "new.tf").write_text(role("three"))
    assert run("check", "--baseline", KEPT)[0] == 1
    assert found(checked(run)) == ["aws_iam_role.three"]


def test_code_that_moves_stays_known(folder: Path, run: Run) -> None:
    run("baseline")
    (folder / "old" / "main.tf").write_text("# a line more\n\n" + role("two"))
    (folder / "old" / "roles.tf").write_text(role("one"))
    assert checked(run)["baseline"] == {"known": 2, "fixed": []}
    (folder / "old").rename(folder / "renamed")
    report = checked(run)
    assert (report["baseline"], report["findings"]) == ({"known": 2, "fixed": []}, [])


def test_what_is_fixed_is_told_and_dropped(folder: Path, run: Run) -> None:
    run("baseline")
    before = (folder / KEPT).read_text()
    (folder / "old" / "main.tf").write_text(role("two") + role("three"))
    report = checked(run)
    assert [each["resource"] for each in report["baseline"]["fixed"]] == ["aws_iam_role.one"]
    code, out, _ = run("check", "--baseline", KEPT)
    assert code == 1
    assert "fixed IAM-010 old/main.tf aws_iam_role.one\n" in out
    assert "1 fixed: `seamlint baseline --update` drops it" in out
    assert run("baseline", "--update") == (0, "", f"{KEPT}: 1 kept, 1 fixed and dropped, 1 new and not added\n")
    after = (folder / KEPT).read_text()
    assert len(set(before.splitlines()) - set(after.splitlines())) == 1
    assert found(checked(run)) == ["aws_iam_role.three"]


def test_a_check_drops_what_is_fixed_where_it_is_told_to(folder: Path, run: Run) -> None:
    run("baseline", "--baseline", "kept.json")
    (folder / "old" / "main.tf").write_text(role("two"))
    code, out, _ = run("check", "--baseline", "kept.json", "--update", "--format", "json")
    assert (code, len(json.loads(out)["baseline"]["fixed"])) == (0, 1)
    assert [each["resource"] for each in json.loads((folder / "kept.json").read_text())["findings"]] == [
        "aws_iam_role.two"
    ]
    assert run("check", "--baseline", "kept.json", "--update", "--since", "HEAD")[0] == 2


def test_what_a_run_does_not_look_at_is_not_fixed(folder: Path, run: Run) -> None:
    (folder / "other").mkdir()
    run("baseline")
    assert checked(run, "other")["baseline"] == {"known": 0, "fixed": []}
    assert checked(run, "--select", "NET")["baseline"] == {"known": 0, "fixed": []}
    assert run("baseline", "--update", "other")[2] == f"{KEPT}: 2 kept, 0 fixed and dropped\n"
    (folder / "old" / "main.tf").write_text("resource {{{\n")
    assert checked(run)["baseline"] == {"known": 0, "fixed": []}


def test_a_baseline_is_not_written_over(run: Run) -> None:
    run("baseline", "-o", "kept.json")
    code, _, err = run("baseline", "-o", "kept.json")
    assert code == 2
    assert "kept.json exists: --update drops what is fixed" in err
    assert run("check", "--baseline", "kept.json")[0] == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "`seamlint baseline` writes one"), ("{", "kept.json:1: not valid JSON"), ("[]", "kept.json:1: no list")],
)
def test_a_bad_baseline_is_told_in_a_line(text: str | None, says: str, folder: Path, run: Run) -> None:
    if text is not None:
        (folder / "kept.json").write_text(text)
    for command in (("check", "--baseline", "kept.json"), ("baseline", "--update", "-o", "kept.json")):
        code, out, err = run(*command)
        assert (code, out) == (2, "")
        assert says in err
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], {"text": None}),
        (["-ojson=a"], {"json": "a"}),
        (["-oa"], {"text": "a"}),
        (["-oa", "-ojson=b"], {"text": "a", "json": "b"}),
        (["json", "sarif", "-oa", "-ob"], {"json": "a", "sarif": "b"}),
        (["json", "sarif=b", "-oa"], {"json": "a", "sarif": "b"}),
        (["sarif=b", "json", "-oa"], {"json": "a", "sarif": "b"}),
        (["sarif", "concise", "-oa"], {"sarif": "a", "concise": None}),
        (["concise", "-osarif=a", "-ojson=b"], {"concise": None, "sarif": "a", "json": "b"}),
        (["-oother=a"], {"text": "other=a"}),
    ],
)
def test_every_report_goes_where_it_is_sent(options: list[str], expected: dict[str, str | None]) -> None:
    formats = [each for each in options if not each.startswith("-o")]
    outputs = [each[2:] for each in options if each.startswith("-o")]
    assert {each.format: each.file for each in destinations(formats, outputs)} == expected


def test_several_reports_of_one_run(folder: Path, run: Run) -> None:
    names = ("sarif", "gitlab", "junit", "markdown", "html", "compliance", "github", "concise", "json")
    files = [option for name in names for option in ("--format", f"{name}=report.{name}")]
    code, out, err = run("check", "--format", "text", *files)
    assert code == 1
    assert "error IAM-010" in out
    assert err == ""
    for name in names:
        assert (folder / f"report.{name}").stat().st_size > 100, name


def test_the_exit_code_is_that_of_the_findings_whatever_is_hidden(folder: Path, run: Run) -> None:
    assert run("check", "--format", "sarif=a.sarif", "--quiet") == (1, "", "")
    assert run("check", "--format", "sarif=a.sarif", "--select", "NET", "--quiet") == (0, "", "")
    (folder / "old" / "broken.tf").write_text("{{{")
    code, out, err = run("check", "--format", "sarif=a.sarif", "--format", "json=b.json", "--quiet")
    assert (code, out) == (2, "")
    assert err.count("broken.tf") == 1


def test_one_report_that_cannot_be_written_costs_no_other(folder: Path, run: Run) -> None:
    code, _, err = run("check", "--format", "json=no/such.json", "--format", "sarif=a.sarif", "--quiet")
    assert code == 2
    assert "no/such.json cannot be written: No such file" in err
    assert json.loads((folder / "a.sarif").read_text())["version"] == "2.1.0"


def test_a_suppression_ends(folder: Path, run: Run) -> None:
    comment = "# seamlint: ignore[IAM-010] until {} the account is being closed\n"
    (folder / "old" / "main.tf").write_text(comment.format("2999-12-31") + role("one"))
    assert run("check", "--quiet") == (0, "", "")
    (folder / "old" / "main.tf").write_text(comment.format("2020-12-31") + role("one"))
    code, out, _ = run("check")
    assert code == 1
    assert "error IAM-010" in out
    assert "the ignore of IAM-010 expired on 2020-12-31: mend the finding, or renew the date" in " ".join(out.split())


def test_only_what_speaks_of_a_framework(run: Run) -> None:
    code, out, _ = run("check", "--framework", "cis", "--format", "json")
    assert code == 0
    assert {rule for each in json.loads(out)["compliance"][0]["controls"] for rule in each["rules"]} >= {"IAM-020"}
    _, out, _ = run("check", "--framework", "pci,nist", "--format", "json")
    assert [each["framework"] for each in json.loads(out)["compliance"]] == ["pci-dss", "nist-800-53"]
    code, _, err = run("check", "--framework", "iso")
    assert code == 2
    assert "no framework is called 'iso': choose from fsbp (1.0.0), cis (5.0.0), nist-800-53" in err
