"""Statements of key policies, and of which key they speak.

"Key policies in AWS KMS" and "Default key policy" in the AWS KMS Developer Guide: a key policy is the root of all
access to its key, and its resource is the key itself, which is written ``*``.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text, Unknown, Verdict
from seamlint.facts.iam.access.names import names
from seamlint.facts.iam.globs import Glob
from seamlint.facts.iam.services import matching_actions
from seamlint.facts.iam.statements import statements
from seamlint.graph.graph import fact
from seamlint.model.iam import PolicyKind, ProtectedResource, ResourcePolicy
from seamlint.model.paste.conditions import is_sensitive
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Reference, Value
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.statements import Written
    from seamlint.facts.iam.variables import Template
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity
    from seamlint.model.iam import PolicyDocument

_ANY_KEY = Text(("arn:aws:kms:", Unknown(("the key's ARN",))))
_KEY, _SERVICE_SEGMENT = ":key/", ":kms:"

CRYPTOGRAPHIC = (
    *("kms:Decrypt", "kms:DeriveSharedSecret", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair"),
    *("kms:GenerateDataKeyPairWithoutPlaintext", "kms:GenerateDataKeyWithoutPlaintext", "kms:GenerateMac"),
    *("kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:Sign", "kms:Verify", "kms:VerifyMac"),
)
"""Operations that use a key rather than manage it: "Cryptographic operations" in the AWS KMS Developer Guide."""


class KeyStatement(NamedTuple):
    """A statement of a key policy.

    Attributes:
        key: whose policy it is; None for a policy in a file that does not say, or where that is not known.
        account: of the key, or the symbol for it.
    """

    written: Written
    key: ProtectedResource | None
    account: str | Reference

    @property
    def title(self) -> str:
        """The key, else what holds the policy."""
        return self.key.address if self.key is not None and self.has_key_arn else self.written.entity.address

    @property
    def has_key_arn(self) -> bool:
        """Whether what is known of the key's ARN does not speak against its being one: files name other things too."""
        arn = self.key.arn if self.key is not None else None
        return not isinstance(arn, str) or (_KEY in arn and _SERVICE_SEGMENT in arn)

    @property
    def policy_holder(self) -> Entity:
        """What undecided questions are about."""
        return self.key or self.written.entity


@fact
def key_statements(graph: Graph) -> list[KeyStatement]:
    """Return the statements of key policies, in the graph's order."""
    return [
        KeyStatement(written, key, names(graph).account(key or written.entity))
        for written in statements(graph)
        if written.kind is PolicyKind.RESOURCE and written.source.service == "kms"
        for key in (_owner(graph, written.entity),)
    ]


def own_arn(graph: Graph, statement: KeyStatement) -> Value:
    """Return the ARN of the key that a policy protects, as far as it is known."""
    if statement.key is None or not statement.has_key_arn:
        return _ANY_KEY
    return names(graph).arn(statement.key)


def is_of_its_key(graph: Graph, statement: KeyStatement) -> Verdict:
    """Tell whether a statement speaks of the key that its policy protects."""
    patterns = statement.written.statement.resources
    if patterns is None:
        return Verdict.YES
    arn = own_arn(graph, statement)
    matched = reduce(or_, (_matches(each, arn) for each in patterns), Verdict.NO)
    return ~matched if statement.written.statement.resources_inverted else matched


def operations(statement: Statement) -> Iterator[tuple[str, list[str]]]:
    """Yield the action patterns of a statement, as text, with the operations on keys alone that each means."""
    for pattern in statement.actions if not statement.actions_inverted else ():
        if pattern.is_known:
            text = "".join(each if isinstance(each, str) else each.value for each in pattern.tokens)  # type: ignore[attr-defined]  # wildcards
            found = [each.name for each in matching_actions(pattern, "kms") if each.resource_types == ("key",)]
            if found:
                yield (found[0] if len(found) == 1 else _as_written(statement, text)), found


def printable(source: PolicyDocument | None, spelled: tuple[str, ...]) -> tuple[str, ...]:
    """Return actions as they may be printed: not those of a document that is marked sensitive."""
    return ("(sensitive)",) if source is not None and is_sensitive(source) else spelled


def _as_written(statement: Statement, text: str) -> str:
    """Return an action with its letters as the statement has them."""
    held = statement.source.get("Action") if isinstance(statement.source, dict) else None
    listed = held if isinstance(held, list) else [held]
    return next((each for each in listed if isinstance(each, str) and each.lower() == text), text)


def _matches(pattern: Glob | Template, arn: Value) -> Verdict:
    return pattern.match(arn) if isinstance(pattern, Glob) else Verdict.UNDECIDED


def _owner(graph: Graph, holder: Entity) -> ProtectedResource | None:
    found = graph.find(holder.protects, ProtectedResource, holder) if isinstance(holder, ResourcePolicy) else None
    return found if isinstance(found, ProtectedResource) else None
