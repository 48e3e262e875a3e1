"""What one template declares, section by section.

Source: CloudFormation User Guide, "CloudFormation template sections".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.syntax.cloudformation.tree import Entry, Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.problems import Problems
    from seamlint.syntax.cloudformation.tree import Document

SECTIONS = ("Parameters", "Mappings", "Conditions", "Resources", "Outputs")
SAM = "AWS::Serverless-2016-10-31"
OWN_TRANSFORMS = frozenset({
    SAM, "AWS::LanguageExtensions", "AWS::CodeDeployBlueGreen", "AWS::CodeDeployHooks", "AWS::ServiceCatalog",
    "AWS::SecretsManager-2020-07-23", "AWS::SecretsManager-2024-09-16",
})  # fmt: skip
"""Macros that leave the resources a template writes as they are, or that are known here."""


class Template:
    """One template file.

    Attributes:
        path: absolute.
        parameters, mappings, conditions, resources, outputs: the entries of each section as written.
        transforms: the macros that the whole template goes through.
    """

    def __init__(self, path: str, document: Document, problems: Problems) -> None:
        assert isinstance(document.root, Mapping)
        self.path = path
        self.document = document
        self._root = document.root
        for problem in document.problems:
            problems.warn(problem.message, document.span(problem))
        sections = {name: self._section(name, problems) for name in SECTIONS}
        self.parameters = sections["Parameters"]
        self.mappings = sections["Mappings"]
        self.conditions = sections["Conditions"]
        self.resources = sections["Resources"]
        self.outputs = sections["Outputs"]
        self.transforms = _names(self._root.get("Transform"))
        if "Resources" not in self._root.entries:
            problems.fail("a template needs a section Resources", document.span(self._root))

    def _section(self, name: str, problems: Problems) -> dict[str, Entry]:
        entry = self._root.entries.get(name)
        if entry is None:
            return {}
        if isinstance(entry.value, Mapping):
            return entry.value.entries
        if not (isinstance(entry.value, Literal) and entry.value.value is None):
            problems.fail(f"{name} has to be a mapping", self.document.span(entry))
        elif name == "Resources":
            problems.fail("Resources is empty: a template needs at least one resource", self.document.span(entry))
        return {}


def _names(node: Node | None) -> tuple[str, ...]:
    """Return the names of macros: ``Transform`` is one name, a list, or a mapping with parameters."""
    if isinstance(node, Sequence):
        return tuple(name for item in node.items for name in _names(item))
    if isinstance(node, Mapping):
        return _names(node.get("Name"))
    return (node.value,) if isinstance(node, Literal) and isinstance(node.value, str) else ()
