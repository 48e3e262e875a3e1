"""What can be put into a file to mend or to accept a finding.

Each edit is tried before it is offered: the file has to parse with it, and a suppression to suppress.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from seamlint.findings.shape import without_instances
from seamlint.findings.suppression import Suppression, suppressions
from seamlint.findings.template_suppression import template_suppressions
from seamlint.named_tuples import NamedTuple
from seamlint.sources.span import SourceText
from seamlint.syntax.cloudformation import read_template
from seamlint.syntax.failure import SyntaxFailure
from seamlint.syntax.hcl import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.resource import Unit
    from seamlint.findings.finding import Finding
    from seamlint.sources.diagnostic import Diagnostic
    from seamlint.syntax.hcl.tree import Block, Body

NATIVE = (".tf", ".tofu")
YAML = (".yaml", ".yml", ".template")
REASON = "why it is accepted"
ACLS = ("aws_network_acl", "aws_default_network_acl")
GROUPS = ("aws_security_group", "aws_default_security_group")
INDENT = "  "


class Edit(NamedTuple):
    """Whole lines in place of others.

    Attributes:
        first, last: the lines, from 1, that are replaced: up to ``last``, and without it, so that none may be.
        lines: without their ends.
    """

    first: int
    last: int
    lines: tuple[str, ...]

    def applied(self, text: str) -> str:
        """Return what becomes of a text."""
        lines = text.split("\n")
        return "\n".join((*lines[: self.first - 1], *self.lines, *lines[self.last - 1 :]))


def suppression(finding: Finding, text: str) -> Edit | None:
    """Return the comment that accepts a finding of a file with a text, None where no comment can.

    It goes above the place; where that lies inside a string of several lines, above what the string belongs to.
    """
    lines = text.split("\n")
    comment = f"# seamlint: ignore[{finding.rule}] {REASON}"
    at = finding.primary.span.line
    for line in range(min(at, len(lines)), 0, -1):
        written = lines[line - 1]
        margin = written[: len(written) - len(written.lstrip())]
        edit = Edit(line, line, (margin + comment,))
        if written.strip() and _accepts(edit.applied(text), finding, at + 1):
            return edit
        if line < at and written.strip() and not margin:
            break
    return None


def _accepts(text: str, finding: Finding, line: int) -> bool:
    found = _suppressions(SourceText(finding.primary.span.file, text))
    try:
        return any(isinstance(each, Suppression) and each.hides(finding.rule, line) for each in found)
    except (SyntaxFailure, RecursionError):
        return False


def _suppressions(source: SourceText) -> Iterator[Suppression | Diagnostic]:
    if source.path.endswith(NATIVE):
        yield from suppressions(parse(source))
    elif source.path.endswith(YAML) and (document := read_template(source)):
        yield from template_suppressions(document)


def fix(finding: Finding, text: str, units: Iterable[Unit]) -> Edit | None:
    """Return how a finding's fix is put into a file with a text, None where it is words, or somebody has to think.

    New resources go below the block that the finding is in, nested blocks and arguments to the end of the block whose
    header it is at, and an argument into the place of the one that it is at.

    Args:
        units: whose resources exist: what has the name of one of them is none to add.
    """
    span = finding.primary.span
    pasted, present = (_body(finding.fix), _body(text)) if span.file.endswith(NATIVE) else (None, None)
    source = SourceText(span.file, text)
    around = list(_around(present, source.offset(span.line, span.column))) if present else []
    if pasted is None or not around:
        return None
    if pasted.blocks and not pasted.attributes and all(_is_new(block, units) for block in pasted.blocks):
        edit = _below(around[0], finding.fix, source)
    elif any(block.labels for block in pasted.blocks):
        edit = None
    else:
        edit = _replacing(around[-1], pasted, finding, source) or _inside(around, pasted, finding, source)
    return edit if edit and _body(edit.applied(text)) else None


def _body(text: str) -> Body | None:
    """Return the blocks and arguments of Terraform's language that a text is, None where it is something else."""
    try:
        body = parse(SourceText("", text)).body
    except (SyntaxFailure, RecursionError):
        return None
    return body if body.blocks or body.attributes else None


def _around(body: Body | None, offset: int) -> Iterator[Block]:
    """Yield the blocks around an offset, the outermost first."""
    while body is not None:
        block = next((each for each in body.blocks if each.start <= offset < each.end), None)
        body = block.body if block else None
        yield from (block,) if block else ()


def _is_new(block: Block, units: Iterable[Unit]) -> bool:
    if block.type not in ("resource", "data") or len(block.labels) != 2:
        return False
    kind, name = block.labels
    same = (each for unit in units for each in unit.resources if each.type == kind)
    return not any(without_instances(each.address).endswith(f"{kind}.{name}") for each in same)


def _below(block: Block, written: str, source: SourceText) -> Edit:
    line = source.position(block.end)[0] + 1
    return Edit(line, line, ("", *written.rstrip().split("\n")))


def _replacing(block: Block, pasted: Body, finding: Finding, source: SourceText) -> Edit | None:
    """Return how the argument that a finding is at becomes the one of the fix."""
    attribute = block.body.attributes.get(next(iter(pasted.attributes), ""))
    if attribute is None or pasted.blocks or len(pasted.attributes) > 1:
        return None
    whole = source.span(attribute.start, attribute.end)
    if not whole.line <= finding.primary.span.line <= whole.end_line:
        return None
    lines = source.text.split("\n")
    before, after = lines[whole.line - 1][: whole.column - 1], lines[whole.end_line - 1][whole.end_column - 1 :]
    if before.strip():
        return None
    return Edit(whole.line, whole.end_line + 1, tuple(f"{before}{finding.fix.strip()}{after}".split("\n")))


def _inside(around: list[Block], pasted: Body, finding: Finding, source: SourceText) -> Edit | None:
    """Return how nested blocks, or arguments of a resource, go to the end of the block whose header a finding is at."""
    block = around[-1]
    at_header = source.position(block.start)[0] == finding.primary.span.line
    is_set = pasted.attributes.keys() & block.body.attributes.keys()
    fits = all(_fits(each, block) for each in pasted.blocks)
    if not (at_header and fits) or is_set or (pasted.attributes and len(around) > 1):
        return None
    line = source.position(block.end - 1)[0]
    closing = source.text.split("\n")[line - 1]
    if not closing.lstrip().startswith("}"):
        return None
    margin = closing[: len(closing) - len(closing.lstrip())] + INDENT
    lines = textwrap.indent(finding.fix.rstrip(), margin).split("\n")
    return Edit(line, line, ("", *lines) if pasted.blocks else tuple(lines))


def _fits(nested: Block, owner: Block) -> bool:
    """Tell whether a block may have one more nested block of a kind; what belongs elsewhere may be called alike."""
    if nested.type == "condition":
        return owner.type == "statement"
    of_acl = "rule_no" in nested.body.attributes
    return nested.type in ("ingress", "egress") and "".join(owner.labels[:1]) in (ACLS if of_acl else GROUPS)
