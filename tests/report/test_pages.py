"""Reports that people read in a browser: Markdown and HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits

from made import OTHER, finding, result, step, undecided
from report.nasty import results
from seamlint.report import html, markdown
from seamlint.report.style import Style
from seamlint.sources.diagnostic import Diagnostic, Level

VOID = {"meta", "br"}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "ul", "li", "table", "thead", "tbody",
    "tr", "th", "td", "a", "code", "pre", "mark", "span", "article", "ol", "br", "details", "summary", "footer",
    "small",
}  # fmt: skip
RUN = result(
    finding(
        2,
        "drops *every* reply | to 10.0.0.0/8",
        because=(step(1, "module.net", "is called"),),
        related=(step(3, "aws_security_group.web", "lets in <443>"),),
        fix="egress {\n}",
    ),
    finding(9, "never matches", rule=OTHER),
    undecided=(undecided(5, "var.range"),),
    diagnostics=(Diagnostic(Level.WARNING, "left <out>"),),
)


class Page(HTMLParser):
    """Checks that a page is well formed, as a browser reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("style", "src")]
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []
    return page


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_page_tells_everything(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("module {}\nacl <b>\ngroup\n")
    page = read(html.render(RUN, Style(undecided=True)))
    for said in (
        "drops *every* reply | to 10.0.0.0/8",
        "lets in <443>",
        "egress {\n}",
        "left <out>",
        "acl <b>",
        "var.range",
    ):
        assert said in page.text
    assert "1 error, 1 warning" in page.text
    assert page.links[0] == "#finding-1"


def test_a_page_loads_and_runs_nothing() -> None:
    text = html.render(RUN, Style())
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<img|<link|@import|url\(", text)


def test_steps_nest_as_the_proof_does() -> None:
    text = html.render(result(RUN.findings[0]), Style())
    assert text.count("<ol>") == 2


@limits(max_examples=60)
@given(results())
def test_hostile_pages(nasty: Any) -> None:
    text = html.render(nasty, Style(undecided=True))
    text.encode("utf-8")
    page = read(text)
    assert all(re.match(r"#finding-\d+$|https://github\.com/seamlint/", link) for link in page.links)


def test_a_summary_and_folded_proofs() -> None:
    text = markdown.render(RUN, Style(undecided=True))
    assert text.startswith("## Seamlint\n\n1 error, 1 warning in 5 resources of 1 unit, 0.2 s; 1 undecided")
    link = "[NET-001](https://github.com/seamlint/seamlint/blob/main/docs/rules/NET-001.md)"
    assert f"\n| error | {link} | <code>main.tf:2</code> | drops \\*every\\* reply \\| to 10.0.0.0/8 |\n" in text
    assert "- **warning** left &lt;out&gt;\n" in text
    assert text.count("<details>") == text.count("</details>") == 3
    assert "lets in <443>" in text  # within a code block


def test_a_summary_fits_where_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "LONGEST", 4_000)
    many = [finding(line, f"number {line} is wrong") for line in range(1, 100)]
    text = markdown.render(result(*many), Style())
    assert len(text.encode()) < 4_200
    assert text.count("<details>") == text.count("</details>")
    assert "more than fits here" in text


@pytest.mark.parametrize("code", ["```", "`````", "", "a\n~~~~\nb"])
def test_no_line_closes_its_code_block(code: str) -> None:
    first, *_, last, end = markdown.fenced(code).split("\n")
    assert (first, end) == (f"{last}text", "")
    assert last not in code


@limits(max_examples=100)
@given(results())
def test_hostile_summaries(nasty: Any) -> None:
    text = markdown.render(nasty, Style(undecided=True))
    text.encode("utf-8")
    outside = _outside_of_code(text)
    assert not re.search(r"<(?!/?(?:details|summary|code)>)", outside)
    assert not re.search(r"(?<!\()https?://(?!github\.com/seamlint/)|www\.", outside)
    assert not re.search(r"@(?!&#8203;)", outside)
    assert all(re.match(r"https://github\.com/seamlint/", link) for link in re.findall(r"(?<!\\)\]\(([^)]*)", outside))
    assert outside.count("<details>") == outside.count("</details>")
    for row in (line for line in outside.split("\n") if line.startswith("| ")):
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 5, row


def _outside_of_code(text: str) -> str:
    lines, fence = [], ""
    for line in text.split("\n"):
        opens = re.match("(`{3,})text$", line)
        if not fence and opens:
            fence = opens[1]
        elif fence and line == fence:
            fence = ""
        elif not fence:
            lines.append(line)
    assert not fence
    return "\n".join(lines)
