"""Principals that no scanned code declares, as far as trust policies name them: accounts, users, roles, everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.access.assume import ASSUME, admitting
from seamlint.facts.iam.access.identities import by_arn
from seamlint.facts.iam.access.policies import ALLOW_ALL
from seamlint.facts.iam.arns import parse_arn
from seamlint.facts.iam.context import UNKNOWN, Context
from seamlint.facts.iam.decision import decide
from seamlint.facts.iam.principals import foreseen_caller
from seamlint.facts.iam.request import Policies, Request
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.conditions import Condition
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph

_NOBODY_KNOWN = "000000000000"
_ABOUT_CALLER = ("aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:username", "aws:userid")


class Outsider(NamedTuple):
    """Somebody whom a trust policy admits and no code declares.

    Attributes:
        title: in words: ``account 444455556666``, ``everyone``.
        account: its account; None for everyone.
        statement: of the trust policy, that admits it.
        value: as the statement names it.
        conditions: those that it hangs on.
    """

    title: str
    account: str | None
    statement: Statement
    value: str
    conditions: tuple[Condition, ...]


def outsiders(graph: Graph, role: Identity) -> Iterator[Outsider]:
    """Yield whom a role's trust policy admits besides the principals of the graph."""
    own_accounts = {unit.account for unit in graph.units}
    for statement in admitting(role):
        if statement.principals is None or statement.principals.inverted or statement.effect is None:
            continue
        for entry in statement.principals.entries:
            if entry.type != "AWS" or not isinstance(entry.value, str) or entry.value in by_arn(graph):
                continue
            for account in _accounts(entry.value, statement):
                if account is None or account not in own_accounts or not _is_account(entry.value):
                    conditions = _admitted(role, entry.value, account)
                    if conditions is not None:
                        title = _title(entry.value, account)
                        yield Outsider(title, account, statement, entry.value, conditions)


def account_of(principal: Value) -> str | None:
    """Return the account id in a principal; None where there is none."""
    if not isinstance(principal, str):
        return None
    if len(principal) == 12 and principal.isdigit():
        return principal
    arn = parse_arn(principal)
    return arn.account if arn is not None and len(arn.account) == 12 and arn.account.isdigit() else None


def _is_account(principal: str) -> bool:
    return principal.isdigit() or principal.endswith(":root")


def _title(value: str, account: str | None) -> str:
    if value == "*":
        return "everyone" if account is None else f"account {account}"
    return f"account {account}" if _is_account(value) else value


def _accounts(value: str, statement: Statement) -> list[str | None]:
    """Return the accounts that an entry may mean: for everyone, those that a condition pins; None for any."""
    if value != "*":
        account = account_of(value)
        return [] if account is None else [account]
    pinned = [account_of(each) if isinstance(each, str) else None
              for condition in statement.conditions if _pins(condition) for each in condition.values]  # fmt: skip
    return list(dict.fromkeys(pinned)) or [None]


def _pins(condition: Condition) -> bool:
    positive = condition.operator is not None and not condition.operator.negated
    return positive and condition.key in ("aws:principalaccount", "aws:principalarn")


def _admitted(role: Identity, value: str, account: str | None) -> tuple[Condition, ...] | None:
    """Return the conditions under which a trust policy lets somebody assume a role; None where it does not."""
    assert role.trust is not None
    arn = (
        value
        if value.startswith("arn:") and not _is_account(value)
        else f"arn:aws:iam::{account or _NOBODY_KNOWN}:role/any"
    )
    try:
        who = foreseen_caller(arn)
    except ValueError:
        return None
    known = {} if arn == value else dict.fromkeys(_ABOUT_CALLER, UNKNOWN)
    if account is not None:
        known.pop("aws:principalaccount", None)
    owner = role.account if isinstance(role.account, str) else None
    request = Request(who, ASSUME, role.arn, owner, Context(known, UNKNOWN), Verdict.NO)
    decision = decide(request, Policies(identity=(ALLOW_ALL,), resource=role.trust.document))
    if decision.verdict is Verdict.YES or decision.is_conditional:
        return (*decision.allowed_if, *decision.allowed_unless)
    return None
