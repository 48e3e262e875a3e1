"""Which roles a statement lets its holder pass to services (IAM-011).

"Grant a user permissions to pass a role to an AWS service" in the IAM User Guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.iam.automata import STAR
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob, glob
from seamlint.facts.iam.guards import any_value, guarded, table
from seamlint.facts.iam.statements import Written, statements
from seamlint.facts.iam.strangers import assumes
from seamlint.graph.graph import fact
from seamlint.model.iam import PolicyKind

if TYPE_CHECKING:
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph

_ACTIONS = ("iam:passrole",)
_TO_WHOM = table({"iam:PassedToService": any_value, "iam:AssociatedResourceArn": any_value})
_EVERYTHING = (STAR,)
_ARN = 6
_ACCOUNT, _RESOURCE = 4, 5
_ANY_ACCOUNT = "000000000000"


class Passing(NamedTuple):
    """A statement that allows ``iam:PassRole``, and whether on all roles and to every service."""

    written: Written
    verdict: Verdict


@fact
def unbounded_passing(graph: Graph) -> list[Passing]:
    """Return the identity policies' statements that let pass, or may let pass, every role to every service."""
    return [
        Passing(written, verdict)
        for written in statements(graph)
        if written.kind is PolicyKind.IDENTITY
        for verdict in (_verdict(written),)
        if verdict is not Verdict.NO
    ]


def _verdict(written: Written) -> Verdict:
    statement = written.statement
    # Who may do everything may pass every role, too: that is an administrator, and another matter.
    named = Verdict.NO if any(each.tokens == _EVERYTHING for each in statement.actions) else Verdict.YES
    if statement.effect is None:
        named = Verdict.UNDECIDED
    on_all = _on_all_roles(statement)
    allowed = named & written.allows & assumes(statement, _ACTIONS) & on_all
    if allowed is Verdict.NO or any(_bounds(other) for other in written.document.statements):
        return Verdict.NO
    return allowed & ~guarded(written.document, statement, _TO_WHOM)


def _bounds(other: Statement) -> bool:
    """Tell whether a statement denies passing all roles but some."""
    about = assumes(other, _ACTIONS) is not Verdict.NO and other.effect is Effect.DENY
    return about and (other.resources_inverted or (not other.conditions and _on_all_roles(other) is Verdict.YES))


def _on_all_roles(statement: Statement) -> Verdict:
    """Tell whether a statement speaks of every role of an account."""
    if statement.resources is None:
        return Verdict.NO
    if statement.resources_inverted:
        return Verdict.UNDECIDED
    verdict = Verdict.NO
    for pattern in statement.resources:
        if isinstance(pattern, Glob):
            verdict |= _is_every_role(pattern)
    return verdict


def _is_every_role(pattern: Glob) -> Verdict:
    if any(isinstance(token, Unknown) for token in pattern.tokens):
        return _from_its_end(pattern)
    text = "".join(token if isinstance(token, str) else getattr(token, "value", _ANY_ACCOUNT)
                   for token in pattern.tokens)  # fmt: skip
    segments = text.split(":", _RESOURCE)
    account = segments[_ACCOUNT] if len(segments) == _ARN and segments[_ACCOUNT].isdigit() else _ANY_ACCOUNT
    partition = segments[1] if len(segments) == _ARN and "*" not in segments[1] else "aws"
    return glob(text).includes(glob(f"arn:{partition}:iam::{account}:role/*"))


def _from_its_end(pattern: Glob) -> Verdict:
    """Judge a pattern with parts that nobody knows by how it ends: ``...:role/*``."""
    tokens = pattern.tokens
    after = max(index for index, token in enumerate(tokens) if isinstance(token, Unknown)) + 1
    end = tokens[after:]
    return Verdict.YES if end in _ENDS else Verdict.UNDECIDED if not end else Verdict.NO


_ENDS = tuple((*end, STAR) for end in (":role/", ":role", ":"))
