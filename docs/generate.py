"""Writes what is generated in the documentation: pages of rules, that of the model, the README's finding.

A rule's page comes from its docstring and its fixtures, and shows what is really printed for them. The page of the
model comes from the types of its entities and their docstrings.
``python docs/generate.py`` writes; with ``--check`` it names what is out of date and exits with 1.
"""

from __future__ import annotations

import inspect
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from seamlint.compliance.evidence import controls_of
from seamlint.compliance.frameworks import FRAMEWORKS
from seamlint.data_classes import fields
from seamlint.declared.model_view import kinds
from seamlint.explanation import SECTIONS, explanation
from seamlint.model.entity import Entity
from seamlint.registry import installed
from seamlint.report.style import Style
from seamlint.report.text import render
from seamlint.testing import Case, cases, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.registry import InstalledRule
    from seamlint.report.result import Result

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
PAGES = ROOT / "docs" / "rules"
MODEL = ROOT / "docs" / "model.md"
WIDTH = 100
FAMILIES = {
    "NET": "Security groups, network ACLs, routes",
    "IAM": "Policies, trust, chains of roles",
    "S3": "Bucket policies, origins, access",
    "KMS": "Key policies",
    "ACM": "Certificates and what is bound to a region",
}
LANGUAGES = {".tf": "hcl", ".tofu": "hcl", ".json": "json", ".yaml": "yaml", ".yml": "yaml"}
SHOWN = "<!-- seamlint check fixtures/showcase -->"
"""Stands before the block in the README that shows a finding of the showcase."""
TELLING = "NET-015"
"""The rule whose finding is shown there."""
MODEL_HEAD = """\
# The model

Generated from the types of the model by `docs/generate.py`. These are what [rules of your own](own-rules.md) select
from: `$.Role[*]`, `$.Bucket[*]`. Everything has `address`, `type`, `unit`, `account` and `region`, too, and any value
may be unknown. A *name of another* is a reference, an id, a name or an ARN: the condition `names` asks whom it means. A
*policy* is the document as IAM reads it: `$.Role[*].trust.Statement[*]`.\
"""
KINDS_OF_VALUES = {
    "Pointer": "name of another", "Reference": "name of another", "Label": "text", "str": "text", "int": "number",
    "bool": "true or false", "Network": "CIDR block", "PolicyDocument": "policy", "AclGrant": "grantee, permission",
    "Writer": "text", "tuple": "list",
}  # fmt: skip
"""Of the annotations of fields, in words."""
_ATTRIBUTE = re.compile(r"^    (\w[\w, ]*): (.*(?:\n     +.*)*)", re.MULTILINE)
_EXPECTATION = re.compile(r"\s*(?:#|//)\s*(?:expect|evidence|undecided)(?:@[+-]\d+)?:.*")


@contextmanager
def inside(folder: str | os.PathLike[str]) -> Iterator[None]:
    """Work in a folder, so that the paths printed are relative to it."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def pages() -> dict[Path, str]:
    """Return every generated file with the text it should have."""
    rules = installed()
    examples = cases(FIXTURES)
    texts = {PAGES / f"{each.rule.id}.md": page(each, examples) for each in rules}
    return texts | {PAGES / "README.md": index(rules), MODEL: model(), ROOT / "README.md": readme()}


def page(installed_rule: InstalledRule, examples: list[Case]) -> str:
    """Return a rule's page."""
    rule = installed_rule.rule
    said = explanation(installed_rule.doc)
    parts = [f"# {rule.id} {rule.name}", f"Default severity: **{rule.severity.value}**.", said.summary]
    parts += [f"## {heading}\n\n{said.sections[heading]}" for heading in SECTIONS if said.sections.get(heading)]
    if lines := list(controls(rule.id)):
        parts.append("\n".join(["## Controls", "", "A finding is evidence that these are not met:", "", *lines]))
    own = [case for case in examples if case.rule == rule.id and case.dialect == "terraform"]
    for case in [next((case for case in own if not case.good), None), next((case for case in own if case.good), None)]:
        if case:
            parts += example(case, installed_rule)
    return "\n\n".join(parts) + "\n"


def controls(rule: str) -> Iterator[str]:
    """Yield a line for each control of a compliance framework that a rule is evidence for."""
    for each in controls_of(rule):
        yield f"- {FRAMEWORKS[each.framework].called}, {each.id}: {each.why}"


def example(case: Case, installed_rule: InstalledRule) -> Iterator[str]:
    """Yield the parts of a page that show a case: its code, and what is printed for it."""
    title = case.name.partition("-")[2].replace("-", " ")
    yield f"## {'Silent' if case.good else 'Found'}: {title}"
    for file in sorted(Path(case.folder).rglob("*")):
        if file.suffix in LANGUAGES:
            code = "\n".join(_EXPECTATION.sub("", line) for line in file.read_text(encoding="utf-8").splitlines())
            yield f"`{file.relative_to(case.folder).as_posix()}`\n\n```{LANGUAGES[file.suffix]}\n{code}\n```"
    if not case.good:
        with inside(case.folder):
            here = Case(case.rule, case.good, case.name, case.dialect, ".")
            yield f"```text\n{_uncommented(printed(run(here, [installed_rule])))}\n```"


def printed(result: Result) -> str:
    """Return the text report of a result without its summary, whose time differs from run to run."""
    return render(result, Style(width=WIDTH, summary=False)).rstrip()


def _uncommented(report: str) -> str:
    return "\n".join(_EXPECTATION.sub("", line) for line in report.splitlines())


def index(rules: list[InstalledRule]) -> str:
    """Return the list of all rules, by family."""
    lines = ["# Rules", "", "Generated from the rules' docstrings and fixtures by `docs/generate.py`."]
    for family, title in FAMILIES.items():
        own = [each for each in rules if each.rule.id.startswith(f"{family}-")]
        if own:
            lines += ["", f"## {family}: {title}", "", "| Rule | Name | Severity | Finds |", "|---|---|---|---|"]
        for each in own:
            summary = explanation(each.doc).summary.replace("\n", " ").replace("|", "\\|")
            link = f"[{each.rule.id}]({each.rule.id}.md)"
            lines.append(f"| {link} | {each.rule.name} | {each.rule.severity.value} | {summary} |")
    return "\n".join(lines) + "\n"


def model() -> str:
    """Return the reference of the model: every type of entities with its fields."""
    parts = [MODEL_HEAD]
    by_module: dict[str, list[type[Entity]]] = {}
    for kind in kinds().values():
        by_module.setdefault(kind.__module__, []).append(kind)
    for module, types in sorted(by_module.items()):
        parts.append(f"## {inspect.getdoc(sys.modules[module]).splitlines()[0].rstrip('.')}")
        parts += (part for kind in types for part in entity(kind))
    return "\n\n".join(parts) + "\n"


def entity(kind: type[Entity]) -> Iterator[str]:
    """Yield the parts of the page that are about a type."""
    yield f"### {kind.__name__}"
    yield _markdown(_first(inspect.getdoc(kind)))
    extended = [f"`{each.__name__}`" for each in kinds().values() if kind in each.__bases__]
    if extended:
        yield f"Stands for {', '.join(extended)}."
    said = {name: text for each in reversed(kind.__mro__) for name, text in _attributes(each).items()}
    own = [each for each in fields(kind) if each.name not in {inner.name for inner in fields(Entity)}]
    if own:
        rows = (
            f"| `{each.name}` | {_kind_of_value(each.type)} | {_markdown(said.get(each.name, ''))} |" for each in own
        )
        yield "\n".join(("| Field | | |", "|---|---|---|", *rows))


def _first(docstring: str | None) -> str:
    return " ".join((docstring or "").partition("\n\n")[0].split())


def _attributes(kind: type) -> dict[str, str]:
    """Return what the docstring of a class says of its fields."""
    section = inspect.cleandoc(kind.__dict__.get("__doc__") or "").partition("\nAttributes:\n")[2].partition("\n\n")[0]
    said = {}
    for names, text in _ATTRIBUTE.findall(section):
        said |= {name.strip(): " ".join(text.split()) for name in names.split(",")}
    return said


def _kind_of_value(annotation: object) -> str:
    """Return what a field holds, in words; that it may be unknown goes without saying."""
    found = re.sub(r"Maybe\[([^\[\]]*)\]", r"\1", str(annotation))
    for word, said in KINDS_OF_VALUES.items():
        found = re.sub(rf"\b{word}\b", said, found)
    found = re.sub(r"(?:list|frozenset)\[(.*)\]", r"list: \1", found)
    return re.sub(r"dict\[text, (.*)\]", r"by name: \1", found).replace(" | None", ", or null")


def _markdown(text: str) -> str:
    return text.replace("``", "`").replace("|", "\\|")


def readme() -> str:
    """Return the README with a finding of the showcase as it is printed."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    case = Case("", good=False, name="showcase", dialect="terraform", folder=os.path.join("fixtures", "showcase"))
    with inside(ROOT):
        shown = printed(run(case, [each for each in installed() if each.rule.id == TELLING]))
    block = f"{SHOWN}\n```text\n{shown}\n```\n"
    return re.sub(rf"{re.escape(SHOWN)}\n```text\n.*?```\n", lambda _: block, text, count=1, flags=re.DOTALL)


def outdated() -> list[Path]:
    """Return the generated files that are missing, not as they should be, or of rules that are gone."""
    wanted = pages()
    gone = [path for path in PAGES.glob("*.md") if path not in wanted]
    return gone + [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]


def write() -> None:
    """Bring every generated file up to date."""
    wanted = pages()
    PAGES.mkdir(exist_ok=True)
    for path in PAGES.glob("*.md"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8", newline="\n")


def main() -> int:
    """Write or check, and return the exit code."""
    if sys.argv[1:] != ["--check"]:
        write()
        return 0
    stale = outdated()
    for path in stale:
        sys.stdout.write(f"{path.relative_to(ROOT)} is out of date: run `make docs`\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
