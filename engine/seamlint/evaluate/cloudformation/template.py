"""What one template declares, section by section.

Source: CloudFormation User Guide, "CloudFormation template sections".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.syntax.cloudformation.tree import Call, Entry, Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.problems import Problems
    from seamlint.syntax.cloudformation.tree import Document

TRANSFORM = "AWS::Serverless-2016-10-31"
INCLUDE = "Fn::Transform"
SECTIONS = ("Parameters", "Rules", "Mappings", "Conditions", "Resources", "Outputs")
WITHOUT_RESOURCES = frozenset({
    TRANSFORM, "AWS::LanguageExtensions", "AWS::CodeDeployBlueGreen", "AWS::ServiceCatalog",
})  # fmt: skip
"""Macros that make no resources, or those that are known here."""


class Template:
    """One template file.

    Attributes:
        path: absolute.
        parameters, rules, mappings, conditions, resources, outputs: the entries of each section as written.
        transforms: the macros that the whole template goes through.
        makes_more: whether they may make resources that are not among ``resources``.
        included: the sections that a macro adds to, nobody knows what: ``AWS::Include`` takes it from S3.
    """

    def __init__(self, path: str, document: Document, problems: Problems) -> None:
        assert isinstance(document.root, Mapping)
        self.path = path
        self.document = document
        self._root = document.root
        for problem in document.problems:
            problems.warn(problem.message, document.span(problem))
        self.included: set[str] = set()
        if INCLUDE in self._root.entries:
            self._include(self._root.entries[INCLUDE], SECTIONS, problems)
        sections = {name: self._section(name, problems) for name in SECTIONS}
        self.parameters = sections["Parameters"]
        self.rules = sections["Rules"]
        self.mappings = sections["Mappings"]
        self.conditions = sections["Conditions"]
        self.resources = sections["Resources"]
        self.outputs = sections["Outputs"]
        self.transforms = _names(self._root.get("Transform"))
        self.makes_more = "Resources" in self.included or not WITHOUT_RESOURCES.issuperset(self.transforms)
        if TRANSFORM in self.transforms and self.resources:
            self._translate(problems)
        if "Resources" not in self._root.entries and not self.included:
            problems.fail("a template needs a section Resources", document.span(self._root))

    def _translate(self, problems: Problems) -> None:
        """Go on with what AWS SAM makes of the template."""
        from seamlint.evaluate.cloudformation.sam import Translated, translated

        made = translated(self._root, Translated(self.resources, self.conditions, self.outputs))
        self.resources, self.conditions, self.outputs = made.resources, made.conditions, made.outputs
        if made.failure:
            self.makes_more = True
            problems.warn(made.failure, self.document.span(self._root.entries["Transform"]))

    def _section(self, name: str, problems: Problems) -> dict[str, Entry]:
        entry = self._root.entries.get(name)
        if entry is None:
            return {}
        if isinstance(entry.value, Call) and entry.value.name == INCLUDE:
            self._include(Entry(entry.start, entry.end, entry.value.argument), (name,), problems)
            return {}
        if isinstance(entry.value, Mapping):
            return self._without_include(name, entry.value.entries, problems)
        if not (isinstance(entry.value, Literal) and entry.value.value is None):
            problems.fail(f"{name} has to be a mapping", self.document.span(entry))
        elif name == "Resources":
            problems.fail("Resources is empty: a template needs at least one resource", self.document.span(entry))
        return {}

    def _without_include(self, name: str, entries: dict[str, Entry], problems: Problems) -> dict[str, Entry]:
        if INCLUDE not in entries:
            return entries
        self._include(entries[INCLUDE], (name,), problems)
        return {key: entry for key, entry in entries.items() if key != INCLUDE}

    def _include(self, macro: Entry, sections: tuple[str, ...], problems: Problems) -> None:
        """Tell that a macro adds to some sections."""
        self.included |= set(sections)
        where = sections[0] if len(sections) == 1 else "this template"
        called = next(iter(_names(macro.value)), "a macro")
        problems.note(f"what {called} adds to {where} is not known", self.document.span(macro))


def _names(node: Node | None) -> tuple[str, ...]:
    """Return the names of macros: ``Transform`` is one name, a list, or a mapping with parameters."""
    if isinstance(node, Sequence):
        return tuple(name for item in node.items for name in _names(item))
    if isinstance(node, Mapping):
        return _names(node.get("Name"))
    return (node.value,) if isinstance(node, Literal) and isinstance(node.value, str) else ()
