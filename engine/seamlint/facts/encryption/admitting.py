"""The statements that let a service use a key, as the fix of KMS-006 prints them.

"The confused deputy problem" in the IAM User Guide: a service that acts for many customers is let in for one source, or
for one encryption context, where it tells KMS so and the code knows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text
from seamlint.facts.encryption.service_uses import AUTO_SCALING
from seamlint.model.paste.conditions import NewCondition
from seamlint.model.paste.statements import NewStatement, added

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from seamlint.evaluate.values import Value
    from seamlint.facts.encryption.integrations import Integration
    from seamlint.model.iam import PolicyDocument

_SOURCE, _SOURCE_ARN = "aws:sourcearn", "aws:SourceArn"
_CONTEXT = "kms:EncryptionContext:"
_CREATE_GRANT = "kms:CreateGrant"
_FOR_AWS = NewCondition("Bool", "kms:GrantIsForAWSResource", "true")
_WIDER = {"kms:GenerateDataKey": "kms:GenerateDataKey*", "kms:GenerateDataKeyWithoutPlaintext": "kms:GenerateDataKey*"}


def admitting(document: PolicyDocument, alike: Sequence[Integration]) -> str:
    """Return, in a document's form, the statements that let a service use a key for everything that needs it.

    A key that sets no policy has the default one, which the statements have to be added to, not replace.
    """
    first = alike[0]
    actions = [_WIDER.get(action, action) for action in first.use.actions if action != _CREATE_GRANT]
    who = {"principals": [_written(first.callers[0].arn)]} if first.use is AUTO_SCALING else {"services": [first.who]}
    statements = [NewStatement(actions, resources=["*"], conditions=[*_conditions(alike)], **who)]
    if first.use is AUTO_SCALING:
        statements.append(NewStatement([_CREATE_GRANT], resources=["*"], conditions=[_FOR_AWS], **who))
    text = added(document, statements)
    return text if document.place.path else f"{text}\nbeside the statement that leaves the key to its account"


def _written(arn: Value) -> str:
    """Return an ARN as text, with a word for an account that is not known."""
    parts = arn.parts if isinstance(arn, Text) else (arn,)
    return "".join(part if isinstance(part, str) else "ACCOUNT_ID" for part in parts)


def _conditions(alike: Sequence[Integration]) -> Iterator[NewCondition]:
    """Yield the condition on the one source, or else the one thing encrypted, that all have; none where they differ."""
    use = alike[0].use
    keys = {_SOURCE: _SOURCE_ARN}
    if use.context:
        keys[f"{_CONTEXT}{use.context}".lower()] = f"{_CONTEXT}{use.context}"
    for key, written in keys.items():
        values = {str(each.context.get(key)) for each in alike if isinstance(each.context.get(key), str)}
        if len(values) == 1 and all(isinstance(each.context.get(key), str) for each in alike):
            yield NewCondition("ArnLike", written, values.pop())
            return
