"""Values of a template's parameters.

Source: CloudFormation User Guide, "CloudFormation template Parameters syntax", "Specify existing resources at runtime
with CloudFormation-supplied parameter types", "Get values stored in other services using dynamic references".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.dynamic_references import MARK, resolved
from seamlint.evaluate.cloudformation.partial import scalar_text, text_parts
from seamlint.evaluate.cloudformation.splitting import split_text
from seamlint.evaluate.values import Sensitive, Unknown, Value
from seamlint.syntax.cloudformation.scalars import json_number
from seamlint.syntax.cloudformation.tree import Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.stack import Stack

_SSM = "AWS::SSM::Parameter::Value<"
_NUMBER = frozenset("+-.0123456789")


def parameter_value(stack: Stack, name: str) -> Value:
    """Return what ``Ref`` of a parameter gives: what is given, else its default, else what to ask for."""
    declared = stack.template.parameters[name].value
    given = stack.options.given.get(name)
    value = given.value if given else _default(declared)
    if value is None:
        value = Unknown((f"parameter {stack.prefix}{name}",))
    if isinstance(value, str) and MARK in value:
        value = resolved(value)
    kind = _word(declared, "Type")
    typed = _typed(value, kind if isinstance(kind, str) else "String")
    hidden = _word(declared, "NoEcho") in (True, "true", "True", "TRUE", "yes") and not isinstance(typed, Sensitive)
    return Sensitive(typed) if hidden else typed


def allowed_values(stack: Stack, name: str) -> frozenset[str] | None:
    """Return all that a parameter can be, as text; None where everything is allowed."""
    declared = stack.template.parameters[name].value
    written = declared.get("AllowedValues") if isinstance(declared, Mapping) else None
    if not isinstance(written, Sequence):
        return None
    texts = [scalar_text(item.value) for item in written.items if isinstance(item, Literal)]
    known = frozenset(each for each in texts if each is not None)
    return known if len(texts) == len(written.items) else None


def _word(declared: Node, key: str) -> Value:
    node = declared.get(key) if isinstance(declared, Mapping) else None
    return node.value if isinstance(node, Literal) else None


def _default(declared: Node) -> Value:
    """Return a default; a list stands for its items with commas between them."""
    node = declared.get("Default") if isinstance(declared, Mapping) else None
    if isinstance(node, Sequence):
        return ",".join(scalar_text(item.value) or "" for item in node.items if isinstance(item, Literal))
    return node.value if isinstance(node, Literal) else None


def _typed(value: Value, kind: str) -> Value:
    if isinstance(value, Sensitive):
        return Sensitive(_typed(value.value, kind))
    if kind.startswith(_SSM):
        name = scalar_text(value)
        return Unknown((f"the SSM parameter {name}",)) if name else value if isinstance(value, Unknown) else Unknown(())
    if kind == "CommaDelimitedList" or kind.startswith("List<"):
        return _listed(value, "Number" if kind == "List<Number>" else "String")
    if isinstance(value, list):
        return _typed(",".join(scalar_text(item) or "" for item in value), kind)
    plain = scalar_text(value)
    if plain is None:
        return value
    return _number(plain) if kind == "Number" else plain


def _listed(value: Value, kind: str) -> Value:
    if isinstance(value, list):
        return [_typed(item, kind) for item in value]
    parts = text_parts(value)
    if parts is None or isinstance(value, Unknown):
        return value
    found = split_text(parts, ",")
    return [_typed(item.strip() if isinstance(item, str) else item, kind) for item in found]


def _number(text: str) -> Value:
    text = text.strip()
    if not text or not _NUMBER.issuperset(text):
        return text
    try:
        return json_number(text.lstrip("+"))
    except ValueError:
        return text
