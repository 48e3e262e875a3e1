"""Which roles a statement lets its holder pass to services (IAM-011).

"Grant a user permissions to pass a role to an AWS service" in the IAM User Guide.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.iam.automata import STAR, Wild
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob, glob
from seamlint.facts.iam.guards import any_value, guarded, table
from seamlint.facts.iam.spelling import PARTITIONS
from seamlint.facts.iam.statements import Written, statements
from seamlint.facts.iam.strangers import assumes
from seamlint.facts.iam.variables import Template
from seamlint.graph.graph import fact
from seamlint.model.iam import PolicyKind
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.facts.iam.automata import Token
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph

_ACTIONS = ("iam:passrole",)
_TO_WHOM = table({"iam:PassedToService": any_value, "iam:AssociatedResourceArn": any_value})
_ROLES = [glob(f"arn:{partition}:iam::????????????:role/*") for partition in sorted(PARTITIONS)]
_EVERYTHING = (STAR,)
_ARN = 6
_PARTITION, _ACCOUNT, _RESOURCE = 1, 4, 5
_A_NAME = "000000000000"


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
        return ~reduce(or_, map(_is_some_role, statement.resources), Verdict.NO)
    verdict = Verdict.NO
    for pattern in statement.resources:
        if isinstance(pattern, Glob):
            verdict |= _is_every_role(pattern)
    return verdict


def _is_some_role(pattern: Glob | Template) -> Verdict:
    """Tell whether a pattern may match a role; a policy variable may stand for any."""
    if isinstance(pattern, Template):
        return Verdict.YES
    return reduce(or_, (roles.overlaps(pattern) for roles in _ROLES), Verdict.NO)


def _is_every_role(pattern: Glob) -> Verdict:
    """Judge a pattern by the widest and the narrowest text that its unknown parts may turn out to be."""
    if not _includes_every_role(pattern, unknown="*"):
        return Verdict.NO
    return Verdict.YES if _includes_every_role(pattern, unknown=_A_NAME) else Verdict.UNDECIDED


def _includes_every_role(pattern: Glob, unknown: str) -> bool:
    text = "".join(_spelled(token, unknown) for token in pattern.tokens)
    segments = text.split(":", _RESOURCE)
    whole = len(segments) == _ARN
    partition = segments[_PARTITION] if whole and "*" not in segments[_PARTITION] else "aws"
    account = segments[_ACCOUNT] if whole and "*" not in segments[_ACCOUNT] else _A_NAME
    return glob(text).includes(glob(f"arn:{partition}:iam::{account}:role/*")) is Verdict.YES


def _spelled(token: Token, unknown: str) -> str:
    if isinstance(token, Wild):
        return str(token.value)
    return token if isinstance(token, str) else unknown if isinstance(token, Unknown) else _A_NAME
