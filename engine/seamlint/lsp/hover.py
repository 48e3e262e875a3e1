"""What stands under the cursor: its value, where that comes from, and the findings there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lsprotocol.types import Hover, MarkupContent, MarkupKind

from seamlint.evaluate.inspection import Inspected, inspect
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Value, Verdict
from seamlint.explanation import explanation
from seamlint.lsp.seams import declared
from seamlint.report.units import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.inspection import Cursor
    from seamlint.evaluate.resource import Resource
    from seamlint.findings.finding import Finding
    from seamlint.lsp.checking import Snapshot
    from seamlint.lsp.places import Places

MOST_INSTANCES = 5
MOST_LINES = 30
"""Of one value."""
MOST_STEPS = 6
"""Of what a value came through."""


def hover(snapshot: Snapshot, places: Places, cursor: Cursor) -> Hover | None:
    """Return what there is to say of a place, None where that is nothing."""
    inspected = list(inspect(snapshot.found.graph.units, cursor))
    findings = [each for each in snapshot.found.findings if cursor.within(each.primary.span)]
    resources = declared(snapshot, cursor)
    said = [*_values(inspected), *_declared(resources), *(_explained(each, snapshot) for each in findings)]
    if not said:
        return None
    spans = [each.span for each in inspected] or [each.span_at() for each in resources]
    span = (spans or [each.primary.span for each in findings])[0]
    return Hover(MarkupContent(MarkupKind.Markdown, "\n\n---\n\n".join(said)), places.range(span))


def _values(inspected: list[Inspected]) -> Iterator[str]:
    """Yield the value, or the first of several that differ, each with the instances that have it."""
    alike: dict[str, list[Inspected]] = {}
    for each in inspected:
        alike.setdefault(_drawn(each.value), []).append(each)
    for drawn, having in list(alike.items())[:MOST_INSTANCES]:
        of = ", ".join(f"`{each.instance}`" for each in having[:MOST_INSTANCES] if each.instance)
        more = f" and {len(having) - MOST_INSTANCES} more" if len(having) > MOST_INSTANCES else ""
        yield "\n\n".join([*([f"In {of}{more}:"] if len(alike) > 1 and of else []), drawn, *_trail(having[0])])
    if len(alike) > MOST_INSTANCES:
        yield f"... and {len(alike) - MOST_INSTANCES} other values"


def _drawn(value: Value) -> str:
    """Return a value in Markdown: what is sensitive is never shown, of what is not known, what is missing."""
    if isinstance(value, Sensitive):
        return "Sensitive: not shown."
    if isinstance(value, Unknown):
        return f"Not known: it takes {', '.join(f'`{name}`' for name in value.needs) or 'more than the code says'}."
    if isinstance(value, Reference):
        return f"`{value.address}.{value.attribute}`, which AWS decides."
    if isinstance(value, Text):
        return _block("".join(part if isinstance(part, str) else f"${{{_name(part)}}}" for part in value.parts), "")
    return _block(json.dumps(as_json(value), indent=2, ensure_ascii=False), "json")


def _name(part: Reference | Unknown) -> str:
    return f"{part.address}.{part.attribute}" if isinstance(part, Reference) else ", ".join(part.needs) or "?"


def _block(text: str, language: str) -> str:
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"... {len(lines) - MOST_LINES} more lines"]
    fence = "````" if "```" in text else "```"
    return "\n".join((fence + language, *lines, fence))


def _trail(inspected: Inspected) -> Iterator[str]:
    steps = [f"- {each.says} ({each.span.file}:{each.span.line})" for each in inspected.trail[:MOST_STEPS]]
    if steps:
        yield "\n".join(("It comes through", "", *steps))


def _declared(resources: list[Resource]) -> Iterator[str]:
    """Yield what is made of a block: where it is deployed, and whether it is known to exist."""
    lines = [f"- `{each.address}` {_deployed(each)}" for each in resources[:MOST_INSTANCES]]
    if len(resources) > MOST_INSTANCES:
        lines.append(f"- and {len(resources) - MOST_INSTANCES} more")
    if lines:
        yield "\n".join(lines)


def _deployed(resource: Resource) -> str:
    place = f"in account {resource.account or 'not known'}, region {resource.region or 'not known'}"
    if resource.presence is Verdict.UNDECIDED:
        return f"{place}; whether it exists takes {', '.join(f'`{name}`' for name in resource.missing)}"
    return place


def _explained(finding: Finding, snapshot: Snapshot) -> str:
    installed = snapshot.rules[finding.rule]
    said = explanation(installed.doc)
    parts = [f"**{finding.rule}** · {finding.severity.value}: {finding.message}", said.summary]
    parts += [said.sections["Why"]] if "Why" in said.sections else []
    if finding.fix:
        parts += ["**Fix**", _block(finding.fix, "")]
    if installed.rule.url:
        parts.append(f"[{finding.rule} in the documentation]({installed.rule.url})")
    return "\n\n".join(parts)
