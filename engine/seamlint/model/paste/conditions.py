"""Conditions that a fix adds to a policy statement, as text of the form in which the statement is written.

Terraform AWS provider, ``aws_iam_policy_document`` (``condition`` blocks) and ``aws_lambda_permission`` (attributes);
"Grammar of the IAM JSON policy language" in the IAM User Guide. JSON is what heredocs, files and, as object
expressions, ``jsonencode`` take alike.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Sensitive, is_known
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.iam import PolicyDocument

_ATTRIBUTES = {"aws:SourceAccount": "source_account", "aws:SourceArn": "source_arn"}
_PROPERTIES = {"aws:SourceAccount": "SourceAccount", "aws:SourceArn": "SourceArn"}
_OF_TERRAFORM = ("terraform", "plan")
_VARIABLE = Pattern(r"\$\{(?=[\w-]+:)")
"""The beginning of a policy variable: Terraform writes it with an ampersand."""
_REFERENCE = Pattern(r"\$\{([^{}:]*)\}")
_OF_TEMPLATE = Pattern(r"\$\{(?:AWS::\w+|[\w.]+)\}")


class NewCondition(NamedTuple):
    """A condition that is to be added to a statement."""

    operator: str
    key: str
    value: str


def conditions(source: PolicyDocument, statement: Path, *added: NewCondition) -> str:
    """Return conditions as the document's form has them: blocks and attributes to add, or the whole JSON element.

    Args:
        source: the document.
        statement: path of the statement in it.
        added: at least one.
    """
    if source.written and source.place.resource.dialect not in _OF_TERRAFORM:
        return "\n".join(f'{_PROPERTIES.get(each.key, each.key)}: "{each.value}"' for each in added)
    if source.written:
        return "\n".join(f'{_ATTRIBUTES.get(each.key, each.key)} = "{each.value}"' for each in added)
    if _is_block(source, statement):
        return "\n".join(map(condition_block, added))
    keys = _written(source, statement)
    for each in added:
        for others in keys.values():
            others.pop(each.key, None)
        keys.setdefault(each.operator, {})[each.key] = _in_template(source, each.value)
    return f'"Condition": {json.dumps({operator: values for operator, values in keys.items() if values})}'


def _in_template(source: PolicyDocument, value: str) -> Value:
    """Return a value as a template has it, where it refers to something of the template."""
    refers = _OF_TEMPLATE.search(value) and source.place.resource.dialect in ("cloudformation", "cdk")
    return {"Fn::Sub": value} if refers else value


def version(source: PolicyDocument, statement: Path, number: str) -> str:
    """Return the line that sets a document's version."""
    return f'version = "{number}"' if _is_block(source, statement) else f'"Version": "{number}"'


def _is_block(source: PolicyDocument, statement: Path) -> bool:
    """Tell whether a statement is a block: its place is a header, so that its elements stand below it."""
    if source.place.resource.dialect not in _OF_TERRAFORM:
        return False
    whole, element = source.span(*statement), source.span(*statement, "Action")
    return whole.file == element.file and (element.line, element.column) > (whole.end_line, whole.end_column)


def _written(source: PolicyDocument, statement: Path) -> dict[str, dict[str, Value]]:
    """Return the statement's own conditions, as far as all of them can be written again; else none."""
    value = None if is_sensitive(source) else _at(source.value, (*statement, "Condition"))
    if not isinstance(value, dict) or not is_known(value) or not _is_plain(value):
        return {}
    return {operator: dict(keys) for operator, keys in value.items() if isinstance(keys, dict)}


def is_sensitive(source: PolicyDocument) -> bool:
    """Tell whether a document is marked sensitive, so that nothing of it may be printed."""
    resource, path = source.place
    steps = (_at(resource.values, path[:length]) for length in range(1, len(path) + 1))
    return any(isinstance(each, Sensitive) for each in steps)


def _at(value: Value, path: Path) -> Value:
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step))
        else:
            value = value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None
    return value


def _is_plain(value: Value) -> bool:
    """Tell whether JSON can hold a value, and nothing in it must be hidden."""
    if isinstance(value, (dict, list)):
        return all(map(_is_plain, value.values() if isinstance(value, dict) else value))
    return value is None or isinstance(value, (str, bool, int))


def condition_block(added: NewCondition) -> str:
    """Return a condition as ``aws_iam_policy_document`` has it."""
    alone = _REFERENCE.fullmatch(added.value)
    value = alone[1] if alone else json.dumps(_VARIABLE.sub("&{", added.value))
    return "\n".join(
        (
            "condition {",
            f'  test     = "{added.operator}"',
            f'  variable = "{added.key}"',
            f"  values   = [{value}]",
            "}",
        )
    )
