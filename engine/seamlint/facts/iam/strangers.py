"""Whom a trust policy lets in from outside: other accounts, and everyone (IAM-003, IAM-004).

"How to use an external ID when granting access to your AWS resources to a third party" and "AWS JSON policy elements:
Principal" in the IAM User Guide. An account is foreign when it is neither the role's own nor one that the configuration
trusts; while the role's own account is not known, that is open.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict, needs
from seamlint.facts.iam.access.names import joined, names, readable_needs, same_account
from seamlint.facts.iam.guards import (
    Guards,
    addresses,
    any_value,
    arn_of_somebody,
    exact,
    guarded,
    is_true,
    limit,
    table,
    up_to,
)
from seamlint.facts.iam.principals import is_account
from seamlint.facts.iam.statements import Written, trusts
from seamlint.graph.graph import fact
from seamlint.model.entity import Entity
from seamlint.model.iam import Role, User
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.principals import Principals
    from seamlint.graph.graph import Graph

_ORGANIZATION = {"aws:PrincipalOrgID": exact, "aws:PrincipalOrgPaths": up_to("/")}
_SOURCE = {
    "aws:SourceArn": arn_of_somebody,
    "aws:SourceAccount": exact,
    "aws:SourceOrgID": exact,
    "aws:SourceOrgPaths": up_to("/"),
    "aws:SourceVpc": exact,
    "aws:SourceVpce": exact,
    "aws:SourceVpcArn": arn_of_somebody,
    "aws:VpceAccount": exact,
    "aws:VpceOrgID": exact,
    "aws:VpceOrgPaths": up_to("/"),
}
_AGAINST_CONFUSION = table({
    **_ORGANIZATION,
    **_SOURCE,
    "sts:ExternalId": any_value,
    "aws:MultiFactorAuthPresent": is_true,
    "aws:MultiFactorAuthAge": limit,
    "aws:SourceIp": addresses,
    "aws:VpcSourceIp": addresses,
})  # fmt: skip
_OF_SOMEBODY = table({
    **_ORGANIZATION,
    **_SOURCE,
    "aws:PrincipalAccount": exact,
    "aws:PrincipalArn": arn_of_somebody,
    "aws:userid": up_to(":"),
    "aws:FederatedProvider": exact,
    "saml:sub": exact,
    "saml:namequalifier": exact,
})  # fmt: skip
_CALLER = ".data.aws_caller_identity."
_ASSUME = ("sts:assumerole", "sts:assumerolewithwebidentity", "sts:assumerolewithsaml")


class Outsiders(NamedTuple):
    """A trust statement that lets other accounts in without a condition that tells who asks.

    Attributes:
        accounts: those that are foreign, or may be.
        verdict: whether at least one is foreign, and unconditioned.
        needs: names of what would decide it.
    """

    written: Written
    accounts: tuple[str, ...]
    verdict: Verdict
    needs: tuple[str, ...]


class Open(NamedTuple):
    """A trust statement that lets everyone in, and whether nothing tells who asks."""

    written: Written
    verdict: Verdict


def _of_somebody(key: str) -> object:
    return exact if key.endswith(":sub") else _OF_SOMEBODY(key)


@fact
def outsiders(graph: Graph) -> list[Outsiders]:
    """Return the trust statements that name accounts which are, or may be, foreign."""
    return [found for written in trusts(graph) if (found := _outsiders(graph, written)) is not None]


@fact
def open_trusts(graph: Graph) -> list[Open]:
    """Return the trust statements that name everyone."""
    return [
        Open(written, verdict)
        for written in trusts(graph)
        if written.statement.principals is not None and not written.statement.principals.inverted
        for verdict in (_is_open(written, written.statement.principals),)
        if verdict is not Verdict.NO
    ]


def assumes(statement: Statement, actions: Iterable[str] = _ASSUME) -> Verdict:
    """Tell whether a statement speaks of one of the actions (in lower case) by which roles are assumed."""
    found = (pattern.match(action) for pattern in statement.actions for action in actions)
    verdict = reduce(or_, found, Verdict.NO)
    return ~verdict if statement.actions_inverted else verdict


def _is_open(written: Written, principals: Principals) -> Verdict:
    everyone = reduce(or_, (_is_everyone(each.type, each.value) for each in principals.entries), Verdict.NO)
    guards: Guards = _of_somebody  # type: ignore[assignment]  # a table with one pattern among its keys
    told = guarded(written.document, written.statement, guards)
    return everyone & written.allows & assumes(written.statement) & ~told


def _is_everyone(kind: str, value: Value) -> Verdict:
    if kind != "AWS":
        return Verdict.NO
    return Verdict.UNDECIDED if isinstance(value, Unknown) else Verdict.of(value == "*")


def _outsiders(graph: Graph, written: Written) -> Outsiders | None:
    principals = written.statement.principals
    if principals is None or principals.inverted or principals.everyone:
        return None
    named = {account: is_foreign(graph, account, written.entity) for account in _accounts(graph, written, principals)}
    foreign = reduce(or_, named.values(), Verdict.NO)
    told = guarded(written.document, written.statement, _AGAINST_CONFUSION)
    verdict = foreign & written.allows & assumes(written.statement) & ~told
    if verdict is Verdict.NO:
        return None
    accounts = [
        written.shown(each) for each, answer in named.items() if answer is not Verdict.NO and isinstance(each, str)
    ]
    missing = [name for each, answer in named.items() if answer is Verdict.UNDECIDED for name in needs(each)]
    if foreign is Verdict.UNDECIDED:
        missing += needs(names(graph).account(written.entity))
    return Outsiders(written, tuple(accounts), verdict, readable_needs(missing) or written.needs)


def is_foreign(graph: Graph, account: Value, owner: Entity) -> Verdict:
    """Tell whether an account is neither that of an entity nor one that the configuration trusts."""
    if account in graph.config.trusted_accounts:
        return Verdict.NO
    return ~same_account(account, names(graph).account(owner))


def _accounts(graph: Graph, written: Written, principals: Principals) -> Iterator[str | Reference | Unknown]:
    """Yield the accounts that a statement names, by themselves or by a principal of theirs."""
    for entry in principals.entries:
        account = account_of(graph, entry.value, written.entity) if entry.type == "AWS" else None
        if isinstance(account, (str, Reference, Unknown)):
            yield account


def account_of(graph: Graph, value: Value, near: Entity) -> Value:
    """Return the account that a principal is, or belongs to: its id, a symbol or unknown; None where there is none."""
    if isinstance(value, str) and is_account(value):
        return value
    if isinstance(value, Reference) and _CALLER in f".{value.address}":
        return names(graph).settled(Reference(value.unit, value.address, "account_id"))
    if isinstance(value, Reference):
        found = next((each for kind in (Role, User) if isinstance(each := graph.find(value, kind, near), Entity)), None)
        return value if found is None else names(graph).account(found)
    if isinstance(value, Unknown):
        return value
    account = _account_segment(value.parts if isinstance(value, Text) else (str(value),))
    return account if not isinstance(account, str) or is_account(account) else None


def _account_segment(parts: Iterable[str | Reference | Unknown]) -> Value:
    """Return what stands between the fourth and the fifth colon of an ARN."""
    segments: list[list[str | Reference | Unknown]] = [[]]
    for part in parts:
        pieces = part.split(":") if isinstance(part, str) else [part]
        segments[-1].append(pieces[0])
        segments += [[piece] for piece in pieces[1:]]
    return joined(piece for piece in segments[4] if piece != "") if len(segments) > 5 else None
