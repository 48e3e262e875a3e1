"""Code actions: insert a finding's fix, or the comment that accepts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import CodeAction, CodeActionKind, Position, Range, TextEdit, WorkspaceEdit

from seamlint.lsp import edits
from seamlint.lsp.diagnostics import of_finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lsprotocol.types import Diagnostic

    from seamlint.findings.finding import Finding
    from seamlint.lsp.checking import Snapshot
    from seamlint.lsp.places import Places


def actions(
    snapshot: Snapshot, places: Places, uri: str, text: str, findings: Iterable[Finding]
) -> Iterator[CodeAction]:
    """Yield what can be done about findings of a file that is open with the text that was evaluated."""
    for finding in findings:
        shown = of_finding(snapshot, finding, places)
        mended = edits.fix(finding, text, snapshot.found.graph.units) if finding.fix else None
        if mended:
            yield _action(f"Insert the fix for {finding.rule}", mended, uri, text, shown)
        accepted = edits.suppression(finding, text)
        if accepted:
            yield _action(f"Ignore {finding.rule} here", accepted, uri, text, shown)


def _action(title: str, edit: edits.Edit, uri: str, text: str, shown: Diagnostic) -> CodeAction:
    change = WorkspaceEdit(changes={uri: [_edit(edit, text)]})
    return CodeAction(title, kind=CodeActionKind.QuickFix, diagnostics=[shown], edit=change)


def _edit(edit: edits.Edit, text: str) -> TextEdit:
    """Return an edit in the protocol's terms; line ends are those of the file."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines, count = [line.removesuffix("\r") for line in edit.lines], text.count("\n") + 1
    if edit.first > count:  # below the last line, which has no end of its own
        bottom = Position(count - 1, len(text.rpartition("\n")[2]) * 4)
        return TextEdit(Range(bottom, bottom), end + end.join(lines))
    return TextEdit(Range(Position(edit.first - 1, 0), Position(edit.last - 1, 0)), end.join(lines) + end)
