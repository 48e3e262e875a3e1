"""One page that holds everything and needs nothing: no script, nothing loaded, all text escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from seamlint import __version__
from seamlint.report.result import proof
from seamlint.report.source import excerpt
from seamlint.report.style import Style, printable
from seamlint.report.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.findings.finding import Finding, Undecided
    from seamlint.model.evidence import Evidence
    from seamlint.report.result import Result
    from seamlint.sources.diagnostic import Diagnostic
    from seamlint.sources.span import Span

WIDTH = 160
"""Columns of a line of code."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root { color-scheme: light dark; --error: #c4314b; --warning: #a06a00; --note: #0b6e99; --undecided: #7a3e9d; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8884; }
code, pre { font: 14px/1.45 ui-monospace, monospace; }
pre { overflow-x: auto; padding: .5rem .8rem; background: #8881; border-radius: .3rem; margin: .2rem 0; }
article { border-left: .3rem solid var(--note); padding-left: 1rem; margin: 2rem 0; }
article.error { border-color: var(--error); } article.warning { border-color: var(--warning); }
.level { font-weight: 600; } .error .level { color: var(--error); } .warning .level { color: var(--warning); }
.note .level { color: var(--note); } mark { background: #ffd54f; color: #000; }
ol { list-style: none; padding-left: 1.2rem; border-left: 1px solid #8886; }
"""


def render(result: Result, style: Style) -> str:
    """Return the page."""
    return "".join(f"{part}\n" for part in _page(result, style))


def _page(result: Result, style: Style) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Seamlint</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>Seamlint</h1>"
    yield f"<p>{_text(summary(result, Style()))}</p>"
    if result.diagnostics:
        yield f"<ul>{''.join(map(_diagnostic, result.diagnostics))}</ul>"
    if result.findings:
        yield "<table>\n<thead><tr><th></th><th>Rule</th><th>Where</th><th>What</th></tr></thead>\n<tbody>"
        yield from (_row(number, each) for number, each in enumerate(result.findings, 1))
        yield "</tbody>\n</table>"
    for number, each in enumerate(result.findings, 1):
        yield from _finding(number, each, result)
    if style.undecided and result.undecided:
        yield f"<details><summary>{len(result.undecided):,} undecided</summary>\n<ul>"
        yield from map(_undecided, result.undecided)
        yield "</ul>\n</details>"
    yield f"<footer><small>seamlint {__version__}</small></footer>\n</body>\n</html>"


def _text(text: str) -> str:
    return escape(printable(text))


def _where(span: Span) -> str:
    return f"<code>{_text(f'{span.file}:{span.line}:{span.column}')}</code>"


def _diagnostic(diagnostic: Diagnostic) -> str:
    place = f"{_where(diagnostic.span)} " if diagnostic.span else ""
    level = diagnostic.level.value
    return f'<li class="{level}"><span class="level">{level}</span> {place}{_text(diagnostic.message)}</li>'


def _row(number: int, finding: Finding) -> str:
    level, rule = finding.severity.value, _text(finding.rule)
    cells = (
        f'<span class="level">{level}</span>',
        f'<a href="#finding-{number}">{rule}</a>',
        _where(finding.primary.span),
        _text(finding.message),
    )
    return f'<tr class="{level}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _finding(number: int, finding: Finding, result: Result) -> Iterator[str]:
    level, rule = finding.severity.value, finding.rule
    yield f'<article class="{level}" id="finding-{number}">'
    about = result.rules[rule]
    link = f'<a href="{escape(about.url)}">{_text(rule)}</a>' if about.url else _text(rule)
    yield f'<h2><span class="level">{level}</span> {link} {_text(about.name)}</h2>'
    yield f"<p>{_text(finding.message)}</p>"
    yield from _tree(list(proof(finding)))
    if finding.fix:
        lines = "\n".join(map(_text, finding.fix.splitlines()))
        yield f"<h3>Fix</h3>\n<pre>{lines}</pre>"
    yield "</article>"


def _tree(steps: list[tuple[int, Evidence]]) -> Iterator[str]:
    """Yield the steps as nested lists; a step below the one before it opens a list inside its item."""
    level = -1
    for depth, step in steps:
        if depth > level:
            yield "<ol>" * (depth - level)
        else:
            yield "</li>" + "</ol></li>" * (level - depth)
        level = depth
        yield f"<li>{_step(step)}"
    yield "</li></ol>" * (level + 1)


def _step(step: Evidence) -> str:
    shown = excerpt(step.span, WIDTH)
    owner = f" <code>{_text(step.resource)}</code>" if step.resource else ""
    code = _code(shown.text, shown.start, shown.length) if shown else ""
    return f"{_where(step.span)}{owner}<br>{_text(step.says)}{code}"


def _code(text: str, start: int, length: int) -> str:
    parts = (text[:start], text[start : start + length], text[start + length :])
    before, marked, after = (escape(part) for part in parts)
    return f"<pre>{before}<mark>{marked}</mark>{after}</pre>"


def _undecided(undecided: Undecided) -> str:
    needs = f"; needs {_text(', '.join(undecided.needs))}" if undecided.needs else ""
    return f"<li>{_text(undecided.rule)} {_where(undecided.entity.span())} {_text(undecided.reason)}{needs}</li>"
