"""The other way round: a policy statement as text that can be pasted into the document that it is for.

Sources: IAM User Guide, "Grammar of the IAM JSON policy language"; Terraform AWS provider,
``aws_iam_policy_document``. JSON is what heredocs and files hold, and Terraform's ``jsonencode`` takes it too.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text
from seamlint.model.cloudformation import paste as cloudformation
from seamlint.model.paste.buckets import beside, own_address
from seamlint.model.paste.conditions import NewCondition, condition_block
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seamlint.evaluate.values import Value
    from seamlint.model.entity import Entity
    from seamlint.model.iam import PolicyDocument

_BLOCK = "statement"
_TEMPLATES = ("cloudformation", "cdk")


def arn(entity: Entity, known: object) -> str:
    """Return how a document names an entity: by its ARN where that is known, else by reference."""
    if isinstance(known, str):
        return known
    if entity.resource.dialect in _TEMPLATES:
        own = entity.resource.logical_id or entity.address
        return f"${{{own}}}" if _ref_gives_arn(entity) else f"${{{own}.Arn}}"
    return "${" + own_address(entity) + ".arn}"


def spelled(known: Value, missing: str) -> str:
    """Return an ARN as text, with a word in place of each part that is not known."""
    parts = known.parts if isinstance(known, Text) else (known,)
    return "".join(each if isinstance(each, str) else missing for each in parts)


def root(document: PolicyDocument, account: object) -> str:
    """Return how a document names the account that it belongs to, given by its id where that is known."""
    resource = document.place.resource
    if resource.dialect in ("cloudformation", "cdk"):
        return "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"
    if not isinstance(account, str):
        account = "YOUR-ACCOUNT" if resource.dialect == "iam" else "${data.aws_caller_identity.current.account_id}"
    return f"arn:{resource.partition or 'aws'}:iam::{account}:root"


def _ref_gives_arn(entity: Entity) -> bool:
    names = entity.resource.ids
    return "arn" in names and names.get("Ref") == names["arn"]


class NewStatement(NamedTuple):
    """An Allow statement that a fix adds.

    Attributes:
        principals: ARNs and account ids.
        services: principals that are services.
    """

    actions: Sequence[str]
    principals: Sequence[str] = ()
    services: Sequence[str] = ()
    resources: Sequence[str] = ()
    conditions: Sequence[NewCondition] = ()


def allow(
    document: PolicyDocument, actions: Sequence[str], *, principals: Sequence[str] = (), resources: Sequence[str] = ()
) -> str:
    """Return an Allow statement in the form in which the others of a document are written."""
    return added(document, [NewStatement(actions, principals, (), resources)])


def added(document: PolicyDocument, statements: Sequence[NewStatement]) -> str:
    """Return Allow statements in the form in which the others of a document are written."""
    if document.place.resource.dialect in _TEMPLATES:
        return cloudformation.statements(document, list(map(_elements, statements)))
    if _is_block(document):
        return "\n\n".join(map(_block, statements))
    return ",\n".join(json.dumps(_elements(each), indent=2) for each in statements)


def bucket_policy(bucket: Entity, statements: Sequence[NewStatement]) -> str:
    """Return a policy with some Allow statements for a bucket that has none."""
    document: dict[str, object] = {"Version": "2012-10-17", "Statement": list(map(_elements, statements))}
    if bucket.resource.dialect in _TEMPLATES:
        return cloudformation.bucket_policy(bucket, document)
    policy = "\n".join(f"  {line}" for line in json.dumps(document, indent=2).splitlines()).lstrip()
    return beside(bucket, "policy", f"  policy = jsonencode({policy})")


def _elements(new: NewStatement) -> dict[str, object]:
    statement: dict[str, object] = {"Effect": "Allow"}
    principal = {"AWS": new.principals, "Service": new.services}
    if new.principals or new.services:
        statement["Principal"] = {kind: _one_or_list(texts) for kind, texts in principal.items() if texts}
    statement["Action"] = _one_or_list(new.actions)
    if new.resources:
        statement["Resource"] = _one_or_list(new.resources)
    held: dict[str, dict[str, object]] = {}
    for each in new.conditions:
        held.setdefault(each.operator, {})[each.key] = each.value
    return {**statement, "Condition": held} if held else statement


def _is_block(document: PolicyDocument) -> bool:
    """Tell whether the statements are blocks of Terraform: such a place is the block's header, one word."""
    span = document.span(*document.statement_path(0))
    return span.line == span.end_line and span.end_column - span.column == len(_BLOCK)


def _one_or_list(texts: Sequence[str]) -> object:
    return texts[0] if len(texts) == 1 else list(texts)


def _block(new: NewStatement) -> str:
    lines = ["statement {", f"  actions   = {_list(new.actions)}"]
    if new.resources:
        lines.append(f"  resources = {_list(new.resources)}")
    for kind, texts in (("AWS", new.principals), ("Service", new.services)):
        if texts:
            lines += ["", "  principals {", f'    type        = "{kind}"', f"    identifiers = {_list(texts)}", "  }"]
    for each in new.conditions:
        lines += ["", *(f"  {line}" for line in condition_block(each).splitlines())]
    return "\n".join([*lines, "}"])


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(_expression(text) for text in texts)}]"


def _expression(text: str) -> str:
    alone = re.fullmatch(r"\$\{([^{}]*)\}", text)
    return alone[1] if alone else json.dumps(text)
