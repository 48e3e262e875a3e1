"""Conditions that a fix adds to a policy statement, as text of the form in which the statement is written.

Terraform AWS provider, ``aws_iam_policy_document`` (``condition`` blocks) and ``aws_lambda_permission`` (attributes);
"Grammar of the IAM JSON policy language" in the IAM User Guide. JSON is what heredocs, files and, as object
expressions, ``jsonencode`` take alike.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from seamlint.evaluate.values import Path
    from seamlint.model.iam import PolicyDocument

_ATTRIBUTES = {"aws:SourceAccount": "source_account", "aws:SourceArn": "source_arn"}


class NewCondition(NamedTuple):
    """A condition that is to be added to a statement."""

    operator: str
    key: str
    value: str


def conditions(source: PolicyDocument, statement: Path, *added: NewCondition) -> str:
    """Return conditions as the document's form has them: blocks, attributes, or JSON.

    Args:
        source: the document.
        statement: path of the statement in it.
        added: at least one.
    """
    if source.written:
        return "\n".join(f'{_ATTRIBUTES.get(each.key, each.key)} = "{each.value}"' for each in added)
    if _is_block(source, statement):
        return "\n".join(map(_block, added))
    keys: dict[str, dict[str, str]] = {}
    for each in added:
        keys.setdefault(each.operator, {})[each.key] = each.value
    return f'"Condition": {json.dumps(keys)}'


def version(source: PolicyDocument, statement: Path, number: str) -> str:
    """Return the line that sets a document's version."""
    return f'version = "{number}"' if _is_block(source, statement) else f'"Version": "{number}"'


def _is_block(source: PolicyDocument, statement: Path) -> bool:
    """Tell whether a statement is a block: its place is a header, so that its elements stand below it."""
    if source.place.resource.dialect not in ("terraform", "plan"):
        return False
    whole, element = source.span(*statement), source.span(*statement, "Action")
    return whole.file == element.file and (element.line, element.column) > (whole.end_line, whole.end_column)


def _block(added: NewCondition) -> str:
    value = added.value.replace("${", "&{")
    return "\n".join(
        (
            "condition {",
            f'  test     = "{added.operator}"',
            f'  variable = "{added.key}"',
            f'  values   = ["{value}"]',
            "}",
        )
    )
