"""The other way round: a policy statement as text that can be pasted into the document that it is for.

Sources: IAM User Guide, "Grammar of the IAM JSON policy language"; Terraform AWS provider,
``aws_iam_policy_document``. JSON is what heredocs and files hold, and Terraform's ``jsonencode`` takes it too.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from seamlint.model.cloudformation import paste as cloudformation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seamlint.model.entity import Entity
    from seamlint.model.iam import PolicyDocument

_MODULES = re.compile(r'^(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*"|\*)\])?\.)+')
_BLOCK = "statement"


def arn(entity: Entity, known: object) -> str:
    """Return how a document names an entity: by its ARN where that is known, else by reference."""
    if isinstance(known, str):
        return known
    if entity.resource.dialect in ("cloudformation", "cdk"):
        own = entity.resource.logical_id or entity.address
        return f"${{{own}}}" if _ref_gives_arn(entity) else f"${{{own}.Arn}}"
    return "${" + _MODULES.sub("", entity.address) + ".arn}"


def _ref_gives_arn(entity: Entity) -> bool:
    names = entity.resource.ids
    return "arn" in names and names.get("Ref") == names["arn"]


def allow(
    document: PolicyDocument, actions: Sequence[str], *, principals: Sequence[str] = (), resources: Sequence[str] = ()
) -> str:
    """Return an Allow statement in the form in which the others of a document are written."""
    if document.place.resource.dialect in ("cloudformation", "cdk"):
        return cloudformation.statement(document, _elements(actions, principals, resources))
    if _is_block(document):
        return _block(actions, principals, resources)
    return json.dumps(_elements(actions, principals, resources), indent=2)


def _elements(actions: Sequence[str], principals: Sequence[str], resources: Sequence[str]) -> dict[str, object]:
    statement: dict[str, object] = {"Effect": "Allow"}
    if principals:
        statement["Principal"] = {"AWS": _one_or_list(principals)}
    statement["Action"] = _one_or_list(actions)
    if resources:
        statement["Resource"] = _one_or_list(resources)
    return statement


def _is_block(document: PolicyDocument) -> bool:
    """Tell whether the statements are blocks of Terraform: such a place is the block's header, one word."""
    span = document.span(*document.statement_path(0))
    return span.line == span.end_line and span.end_column - span.column == len(_BLOCK)


def _one_or_list(texts: Sequence[str]) -> object:
    return texts[0] if len(texts) == 1 else list(texts)


def _block(actions: Sequence[str], principals: Sequence[str], resources: Sequence[str]) -> str:
    lines = ["statement {", f"  actions   = {_list(actions)}"]
    if resources:
        lines.append(f"  resources = {_list(resources)}")
    if principals:
        lines += ["", "  principals {", '    type        = "AWS"', f"    identifiers = {_list(principals)}", "  }"]
    return "\n".join([*lines, "}"])


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(_expression(text) for text in texts)}]"


def _expression(text: str) -> str:
    alone = re.fullmatch(r"\$\{([^{}]*)\}", text)
    return alone[1] if alone else json.dumps(text)
