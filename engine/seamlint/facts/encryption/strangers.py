"""Whom a key policy lets in from outside (KMS-004, KMS-013, KMS-014).

"Allowing users in other accounts to use a KMS key", "AWS KMS condition keys" and "Grants in AWS KMS" in the AWS KMS
Developer Guide; "AWS global condition context keys" in the IAM User Guide.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate.values import Reference, Text, Unknown, Verdict, needs
from seamlint.facts.encryption.key_policies import KeyStatement, is_of_its_key, key_statements
from seamlint.facts.iam.access.exposure import COMPUTE
from seamlint.facts.iam.access.holders import on_action
from seamlint.facts.iam.access.identities import by_arn
from seamlint.facts.iam.access.names import readable_needs
from seamlint.facts.iam.deputies import without_domain
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import glob
from seamlint.facts.iam.guards import any_value, arn_of_somebody, exact, guarded, is_true, table, up_to
from seamlint.facts.iam.principals import is_account
from seamlint.facts.iam.strangers import account_of, is_foreign
from seamlint.graph.graph import fact
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.guards import Fixes
    from seamlint.facts.iam.principals import Named
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

    _Sort = Callable[[Graph, KeyStatement, Named], Verdict]
    _Lacks = Callable[[KeyStatement], Verdict]
    _Named = Callable[[Statement], tuple[Named, ...]]

_CREATE_GRANT = "kms:creategrant"
_ROOT = ":root"
_CALLER_ACCOUNT = ("kms:calleraccount", "aws:principalaccount")
_CONTEXT, _TAG = "kms:encryptioncontext", "aws:principaltag/"

_CALLERS = table({
    "kms:CallerAccount": exact,
    "aws:PrincipalAccount": exact,
    "aws:PrincipalArn": arn_of_somebody,
    "aws:PrincipalOrgID": exact,
    "aws:PrincipalOrgPaths": up_to("/"),
    "aws:userid": up_to(":"),
    "aws:FederatedProvider": exact,
    "aws:SourceAccount": exact,
    "aws:SourceArn": arn_of_somebody,
    "aws:SourceOrgID": exact,
    "aws:SourceOrgPaths": up_to("/"),
    "aws:SourceVpc": exact,
    "aws:SourceVpce": exact,
    "aws:SourceVpcArn": arn_of_somebody,
    "aws:VpceAccount": exact,
    "aws:VpceOrgID": exact,
    "aws:VpceOrgPaths": up_to("/"),
})  # fmt: skip
_USES = table({
    "kms:ViaService": any_value,
    "aws:PrincipalOrgID": exact,
    "aws:PrincipalOrgPaths": up_to("/"),
    "aws:PrincipalArn": any_value,
    "aws:userid": any_value,
    "aws:username": any_value,
})  # fmt: skip
_GRANTS = table({
    "kms:GrantIsForAWSResource": is_true,
    "kms:GrantConstraintType": any_value,
    "kms:GrantOperations": any_value,
    "kms:GranteePrincipal": any_value,
    "kms:RetiringPrincipal": any_value,
    "kms:ViaService": any_value,
})  # fmt: skip


class Admission(NamedTuple):
    """A statement of a key policy that lets somebody in without the condition that should stand there.

    Attributes:
        key_statement: the statement.
        who: those whom it lets in, in words.
        entries: the same, as the statement names them.
        verdict: UNDECIDED where somebody, or an account, is not known.
        needs: names of what would decide it.
    """

    key_statement: KeyStatement
    who: tuple[str, ...]
    entries: tuple[Named, ...]
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def open_keys(graph: Graph) -> list[Admission]:
    """Return the statements that let everyone use a key, whatever the account."""
    return [*_admissions(graph, _everyone, _open)]


@fact
def foreign_roots(graph: Graph) -> list[Admission]:
    """Return the statements that leave it to another account who there uses a key, and for what."""
    return [*_admissions(graph, _foreign_root, _unspecified, _named_or_pinned)]


@fact
def unbounded_grants(graph: Graph) -> list[Admission]:
    """Return the statements that let outsiders, or what runs code, pass a key on without bounds."""
    return [*_admissions(graph, _grantor, _unbounded)]


def how_admitted(graph: Graph, entry: Named) -> tuple[str, Evidence | None]:
    """Tell what one who may create grants is, in words, and where it is written that code runs as it."""
    who = by_arn(graph).get(entry.value) if isinstance(entry.value, (str, Text, Reference)) else None
    if who is not None and _runs_code(who) is Verdict.YES:
        return "a role as which code runs", who.entity.evidence(f"{who.address} is assumed by what runs code", "trust")
    return ("a service that runs code" if entry.type == "Service" else "somebody of another account"), None


def _entries(statement: Statement) -> tuple[Named, ...]:
    principals = statement.principals
    return () if principals is None or principals.inverted else principals.entries


def _named_or_pinned(statement: Statement) -> tuple[Named, ...]:
    """Return those whom a statement names; for everyone, the accounts that a condition on the caller names."""
    callers = [
        account
        for each in statement.conditions
        if each.key in _CALLER_ACCOUNT and each.operator is not None and not each.operator.negated
        for account in each.values
        if not isinstance(account, str) or is_account(account)
    ]
    return tuple(
        entry._replace(value=value)
        for entry in _entries(statement)
        for value in (callers if entry.value == "*" else (entry.value,))
    )


def _admissions(graph: Graph, sort: _Sort, lacks: _Lacks, named: _Named = _entries) -> Iterator[Admission]:
    for each in key_statements(graph):
        written = each.written
        if written.statement.effect is Effect.DENY:
            continue
        found = [(sort(graph, each, entry), entry) for entry in named(written.statement)]
        anybody = reduce(or_, (verdict for verdict, _ in found), Verdict.NO)
        if anybody is Verdict.NO:
            continue
        verdict = anybody & written.allows & is_of_its_key(graph, each) & lacks(each)
        if verdict is not Verdict.NO:
            entries = tuple(entry for sure, entry in found if sure is verdict)
            who = tuple(written.shown(_title(graph, entry.value)) for entry in entries)
            missing = [
                name for sure, entry in found if sure is Verdict.UNDECIDED for name in _needs(graph, each, entry)
            ]
            yield Admission(each, who, entries, verdict, readable_needs(missing) or written.needs or (each.title,))


def _open(each: KeyStatement) -> Verdict:
    return ~guarded(each.written.document, each.written.statement, _CALLERS)


def _unspecified(each: KeyStatement) -> Verdict:
    return ~guarded(each.written.document, each.written.statement, _uses)


def _unbounded(each: KeyStatement) -> Verdict:
    """Tell whether a statement lets somebody create grants of any kind; a Deny may bound them too."""
    statement = each.written.statement
    of_grants = replace(statement, actions=(glob(_CREATE_GRANT),), actions_inverted=False)
    return on_action(statement, _CREATE_GRANT) & ~guarded(each.written.document, of_grants, _grants)


def _uses(key: str) -> Fixes | None:
    return any_value if key.startswith((_CONTEXT, _TAG)) else _USES(key)


def _grants(key: str) -> Fixes | None:
    return any_value if key.startswith(_CONTEXT) else _GRANTS(key)


def _everyone(_graph: Graph, _each: KeyStatement, entry: Named) -> Verdict:
    if entry.type != "AWS":
        return Verdict.NO
    return Verdict.UNDECIDED if isinstance(entry.value, Unknown) else Verdict.of(entry.value == "*")


def _foreign_root(graph: Graph, each: KeyStatement, entry: Named) -> Verdict:
    return _is_root(entry) & _outside(graph, each, entry)


def _is_root(entry: Named) -> Verdict:
    """Tell whether an entry names an account as such."""
    value = entry.value
    last = value.parts[-1] if isinstance(value, Text) else value
    if entry.type != "AWS":
        return Verdict.NO
    if isinstance(last, str):
        return Verdict.of(is_account(last) or last.endswith(_ROOT))
    return Verdict.NO if isinstance(last, Reference) and last.attribute.lower().endswith("arn") else Verdict.UNDECIDED


def _grantor(graph: Graph, each: KeyStatement, entry: Named) -> Verdict:
    """Tell whether an entry names somebody of another account, or somebody as whom code runs."""
    if entry.type == "Service":
        return Verdict.of(isinstance(entry.value, str) and without_domain(entry.value) in COMPUTE)
    if entry.type != "AWS" or entry.value == "*":
        return Verdict.NO
    who = by_arn(graph).get(entry.value) if not isinstance(entry.value, (list, dict)) else None
    return _outside(graph, each, entry) | (_runs_code(who) if who is not None else Verdict.NO)


def _runs_code(who: Identity) -> Verdict:
    """Tell whether a compute service may assume a role."""
    entries = [
        entry
        for statement in (who.trust.document.statements if who.trust is not None else ())
        if statement.effect is Effect.ALLOW and statement.principals is not None and not statement.principals.inverted
        for entry in statement.principals.entries
        if entry.type == "Service"
    ]
    return Verdict.of(any(isinstance(each.value, str) and without_domain(each.value) in COMPUTE for each in entries))


def _outside(graph: Graph, each: KeyStatement, entry: Named) -> Verdict:
    """Tell whether an entry names another account that is not listed as trusted, or somebody there."""
    account = account_of(graph, entry.value, each.policy_holder)
    return Verdict.NO if account is None else is_foreign(graph, account, each.policy_holder)


def _needs(graph: Graph, each: KeyStatement, entry: Named) -> tuple[str, ...]:
    return needs(entry.value) or needs(each.account) or (_title(graph, entry.value),)


def _title(graph: Graph, value: Value) -> str:
    """Return a principal in words: ``account 444455556666``, the address of one that the graph has, else its name."""
    who = by_arn(graph).get(value) if not isinstance(value, (list, dict)) else None
    if who is not None:
        return who.address
    if not isinstance(value, str):
        return " ".join(needs(value))
    if value == "*":
        return "everyone"
    account = value if is_account(value) else value.split(":")[4] if value.endswith(_ROOT) else ""
    return f"account {account}" if account else value
