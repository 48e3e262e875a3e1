"""CloudFormation templates: told apart from other YAML and JSON, and read.

A template declares ``AWSTemplateFormatVersion``, or resources whose types are written ``Service::Resource``. What lies
about in repositories besides (Helm charts, Kubernetes objects, workflows, OpenAPI documents) is passed over in silence.
Source: CloudFormation User Guide, "CloudFormation template sections".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seamlint.patterns import Pattern
from seamlint.sources.reading import Unreadable, read_bytes
from seamlint.syntax.cloudformation.tree import Document, Literal, Mapping, Node, Sequence
from seamlint.syntax.failure import SyntaxFailure

if TYPE_CHECKING:
    from seamlint.sources.span import SourceText

_VERSION = "AWSTemplateFormatVersion"
_SECTION = Pattern(rb"^(?:\xef\xbb\xbf)?[\"']?(?:AWSTemplateFormatVersion|Resources)[\"']?[ \t]*:", re.MULTILINE)
_JSON_SECTION = Pattern(rb"\"(?:AWSTemplateFormatVersion|Resources)\"\s*:")
_JSON = Pattern(rb"(?:\xef\xbb\xbf)?\s*\{")
_TYPE = Pattern(rb"\b[A-Za-z0-9]+::[A-Za-z0-9]+")
_RESOURCE_TYPE = Pattern(r"(?:AWS|Custom|Alexa|AMZN)::[\w:@-]+|\w+::\w+::\w+(?:::MODULE)?")


def may_be_template(content: bytes) -> bool:
    """Tell, without reading it as YAML, whether a file may be a template: almost all that are not end here."""
    section = _JSON_SECTION if _JSON.match(content) else _SECTION
    return bool(section.search(content)) and (b"AWSTemplateFormatVersion" in content or bool(_TYPE.search(content)))


def is_candidate(path: str) -> bool:
    """Tell whether a file may be a template, or cannot be read, which is told when it is."""
    try:
        return may_be_template(read_bytes(path))
    except Unreadable:
        return True


def read_template(source: SourceText) -> Document | None:
    """Return a template's tree, None where the text is something else.

    Raises:
        SyntaxFailure: it is neither YAML nor JSON.
    """
    from seamlint.syntax.cloudformation.reader import SeveralDocuments, read_yaml

    try:
        document = read_yaml(source)
    except SeveralDocuments:
        return None
    except SyntaxFailure:
        if not source.text.lstrip().startswith("{"):
            raise
        from seamlint.syntax.cloudformation.json import read_template_json

        document = read_template_json(source)
    return document if _is_template(document.root) else None


def _is_template(root: Node | None) -> bool:
    if not isinstance(root, Mapping):
        return False
    if _VERSION in root.entries or _transformed(root.get("Transform")):
        return True
    return any(map(_is_resource, _children(root.get("Resources"))))


def _transformed(node: Node | None) -> bool:
    """Tell whether a macro of AWS makes the rest of a template."""
    names = node.items if isinstance(node, Sequence) else [node]
    return any(isinstance(name, Literal) and str(name.value).startswith("AWS::") for name in names)


def _children(node: Node | None) -> list[Node]:
    return [entry.value for entry in node.entries.values()] if isinstance(node, Mapping) else []


def _is_resource(node: Node) -> bool:
    kind = node.get("Type") if isinstance(node, Mapping) else None
    return isinstance(kind, Literal) and isinstance(kind.value, str) and bool(_RESOURCE_TYPE.fullmatch(kind.value))
