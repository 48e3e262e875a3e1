from __future__ import annotations

from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from made import OTHER, finding, result, step, undecided
from seamlint.data_classes import replace
from seamlint.report import source
from seamlint.report.result import Result
from seamlint.report.style import Style, printable, style_for
from seamlint.report.text import render
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.span import Span

CODE = """\
module "net" {
  source = "./net"
}

resource "aws_network_acl" "web" {
  egress {
\t  cidr_block = "10.0.0.0/8"
  }
}
"""


@pytest.fixture(autouse=True)
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "main.tf").write_text(CODE)
    monkeypatch.chdir(tmp_path)
    source._lines.cache_clear()
    return tmp_path / "main.tf"


def proved() -> Result:
    call = replace(step(1, "module.net", "module.net is called here"), span=Span("main.tf", 1, 1, 3, 2))
    primary = replace(step(5, says="the ACL lets no reply out", because=(call,)), span=Span("main.tf", 5, 1, 9, 2))
    cidr = replace(step(7, says="only 10.0.0.0/8 is let out"), span=Span("main.tf", 7, 4, 7, 29))
    found = finding(5, "aws_network_acl.web drops replies to 0.0.0.0/0", related=(cidr,), fix="egress {\n  # all\n}")
    return result(replace(found, primary=primary))


def test_a_finding_is_drawn_with_its_proof_its_fix_and_a_link() -> None:
    assert (
        render(proved(), Style(width=80, summary=False))
        == """\
error NET-001 nacl-drops-replies-out
aws_network_acl.web drops replies to 0.0.0.0/0
   ╭─ main.tf:5:1 aws_network_acl.web
 5 │ resource "aws_network_acl" "web" {
   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the ACL lets no reply out
   │  │
   │  ├─ main.tf:1:1 module.net
 1 │  │ module "net" {
   │  │ ^^^^^^^^^^^^ module.net is called here
   │
   ├─ main.tf:7:4 aws_network_acl.web
 7 │       cidr_block = "10.0.0.0/8"
   │       ^^^^^^^^^^^^^^^^^^^^^^^^^ only 10.0.0.0/8 is let out
   │
   ╰─ fix
      egress {
        # all
      }

      seamlint explain NET-001
      https://github.com/seamlint/seamlint/blob/main/docs/rules/NET-001.md
"""
    )


def test_without_box_characters_the_tree_is_plain() -> None:
    drawn = render(proved(), Style(width=80, boxes=False))
    assert drawn.isascii()
    assert "   ,- main.tf:5:1" in drawn
    assert "   |- main.tf:7:4" in drawn


def test_colours_are_added_and_nothing_else() -> None:
    import re

    coloured = render(proved(), Style(width=80, colour=True))
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == render(proved(), Style(width=80))
    assert "\x1b[1;31merror NET-001\x1b[0m" in coloured


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_but_addresses_is_wider_than_the_terminal(width: int) -> None:
    says = "this is said at length, so that it can stand beside no underline at any width " * 3
    many = [step(7, says=f"{number} {says}") for number in range(2)]
    deep = step(5, says="top", because=(step(6, says=says, because=tuple(many)),))
    report = render(result(finding(5, says * 2, related=(deep,))), Style(width=width, summary=False))
    assert all(len(line) <= width for line in report.splitlines() if "https" not in line)
    assert " ".join(report.split()).count("so that it can stand") >= 6


def test_what_is_said_twice_is_drawn_once() -> None:
    call = step(1, "module.net", "module.net is called here")
    related = tuple(step(7, says=f"step {number}", because=(call,)) for number in range(3))
    report = render(result(finding(5, related=related)), Style())
    assert report.count("module.net is called here") == 1


def test_steps_at_one_place_share_its_line() -> None:
    related = tuple(step(6, says=f"entry {number} lets nothing out") for number in (100, 110))
    assert """\
   ├─ main.tf:6:1 aws_network_acl.web
 6 │   egress {
   │ ^^^^^ entry 100 lets nothing out
   │ ^^^^^ entry 110 lets nothing out
   │
   ╰─ fix
""" in render(result(finding(5, related=related)), Style())


def test_an_address_has_a_line_of_its_own_where_it_does_not_fit_and_none_where_it_was_just_said() -> None:
    address = 'module.network["a.b"].module.subnets[0].aws_network_acl.web'
    call = step(1, address, "module.network is called here")
    report = render(result(finding(5, resource=address, because=(call,))), Style(width=60, summary=False))
    assert f"   ╭─ main.tf:5:1\n   │  {address}\n 5 │ resource" in report
    assert "   │  ├─ main.tf:1:1\n" in report


def test_a_file_that_has_changed_since_does_not_matter(code: Path) -> None:
    code.write_text("")
    assert "╭─ main.tf:5:1" in render(proved(), Style())
    code.unlink()
    source._lines.cache_clear()
    assert "the ACL lets no reply out" in render(proved(), Style())


def test_scanned_code_cannot_steer_the_terminal(code: Path) -> None:
    code.write_text('x = "\x1b[2J\u202e\x07\x9b"\r\n', encoding="utf-8")
    report = render(result(finding(1, "\x1b]0;title\x07")), Style())
    assert all(character.isprintable() or character == "\n" for character in report)
    assert '1 │ x = "\\x1b[2J\\u202e\\x07\\x9b"' in report
    assert printable("plain ünïcode ✓") == "plain ünïcode ✓"


def test_the_same_name_in_another_folder_is_another_file(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert source.excerpt(Span("main.tf", 2, 3, 2, 9), 80) == ('  source = "./net"', 2, 6)
    (code.parent / "other").mkdir()
    monkeypatch.chdir(code.parent / "other")
    assert source.excerpt(Span("main.tf", 2, 3, 2, 9), 80) is None


def test_wide_characters_are_underlined_where_they_stand(code: Path) -> None:
    code.write_text('名 = "日本"\n', encoding="utf-8")
    shown = source.excerpt(Span("main.tf", 1, 5, 1, 9), 80)
    assert shown == ('名 = "日本"', 5, 6)


def test_a_long_line_is_cut_around_the_place(code: Path) -> None:
    code.write_text("x" * 500 + "HERE" + "y" * 500)
    shown = source.excerpt(Span("main.tf", 1, 501, 1, 505), 60)
    assert shown
    assert len(shown.text) == 60
    assert shown.text[shown.start : shown.start + shown.length] == "HERE"


def test_undecided_questions_are_listed_on_request_with_their_needs() -> None:
    open_question = result(undecided=(undecided(5, "var.range", "account of envs/prod"),))
    assert "undecided NET-001" not in render(open_question, Style())
    assert render(open_question, Style(undecided=True, summary=False)) == (
        "undecided NET-001 main.tf:5:1 aws_network_acl.web\n"
        "  its entries are not known\n"
        "  needs var.range, account of envs/prod\n"
    )


def test_the_summary_counts_and_says_what_would_decide_most() -> None:
    questions = (undecided(5, "var.a"), undecided(6, "var.b", "var.a"), undecided(7, "var.c"), undecided(8, "var.d"))
    run = result(finding(1), finding(5), finding(5, rule=OTHER), undecided=questions, resources=1200)
    assert render(run, Style()).splitlines()[-1] == (
        "2 errors, 1 warning in 1,200 resources of 1 unit, 0.2 s; "
        "4 undecided, for want of var.a (2), var.b (1), var.c (1)"
    )


def test_a_clean_run_and_an_empty_one_say_so() -> None:
    assert render(result(), Style()) == "No findings in 5 resources of 1 unit, 0.2 s\n"
    assert render(result(units=0), Style()) == "Nothing to check: no Terraform code, template, plan or policy here\n"
    assert not render(result(), Style(summary=False))


def test_diagnostics_are_shown_with_their_line_and_the_run_is_called_incomplete() -> None:
    broken = Diagnostic(Level.ERROR, "expected a value", Span("main.tf", 2, 12, 2, 13))
    lost = Diagnostic(Level.WARNING, "main.tf is gone", Span("gone.tf", 2, 1, 2, 1))
    assert (
        render(result(diagnostics=(broken, lost)), Style())
        == """\
error: expected a value
   ╭─ main.tf:2:12
 2 │   source = "./net"
   │            ^

warning: main.tf is gone
  gone.tf:2:1

No findings in 5 resources of 1 unit, 0.2 s; not everything could be read
"""
    )


class Terminal(TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "colour"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals_that_want_it(environment: dict[str, str], colour: bool) -> None:
    assert style_for(Terminal(BytesIO(), "utf-8"), environment).colour is colour
    assert style_for(TextIOWrapper(BytesIO(), "utf-8"), environment).colour is False


@pytest.mark.parametrize(
    ("encoding", "boxes"), [("utf-8", True), ("cp437", False), ("latin-1", False), ("ascii", False)]
)
def test_boxes_are_for_encodings_that_have_them(encoding: str, boxes: bool) -> None:
    assert style_for(TextIOWrapper(BytesIO(), encoding), {}).boxes is boxes


@pytest.mark.parametrize(("columns", "width"), [("80", 80), ("20", 60), ("400", 120), ("wide", 100), ("", 100)])
def test_the_width_is_the_terminals_within_reason(columns: str, width: int) -> None:
    assert style_for(TextIOWrapper(BytesIO(), "utf-8"), {"COLUMNS": columns}).width == width
