"""Other accounts that may write to a bucket and keep what they write (S3-011).

Where ACLs are enabled, an object belongs to the account that writes it, unless the bucket's owner is given full
control: under ``BucketOwnerPreferred`` the object is then the bucket owner's. A bucket policy can demand that.
Source: Amazon S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate.terraform.regions import CLOUDTRAIL_ACCOUNTS, ELB_ACCOUNTS, REDSHIFT_ACCOUNTS
from seamlint.evaluate.values import Reference, Text, Unknown, Verdict, needs
from seamlint.facts.iam.access.names import joined, names, readable_needs, same_account
from seamlint.facts.iam.access.witnesses import example
from seamlint.facts.iam.context import UNKNOWN, Context
from seamlint.facts.iam.decision import decide
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob
from seamlint.facts.iam.principals import BY_ITSELF, Caller, CallerKind
from seamlint.facts.iam.request import Policies, Request
from seamlint.facts.iam.strangers import account_of
from seamlint.facts.storage.public import bucket_statements
from seamlint.facts.storage.settings import ENFORCED, ownership
from seamlint.graph.graph import fact
from seamlint.model.storage import Bucket
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.proof import Decision
    from seamlint.facts.iam.statements import Written
    from seamlint.facts.storage.settings import Setting
    from seamlint.graph.graph import Graph

_PUT = "s3:putobject"
_OF_AWS = frozenset({*ELB_ACCOUNTS.values(), *CLOUDTRAIL_ACCOUNTS.values(), *REDSHIFT_ACCOUNTS.values()})
"""Accounts that AWS writes logs from; it gives the bucket's owner full control by itself."""
_REQUEST: dict[str, object] = {
    **dict.fromkeys(("s3:x-amz-grant-full-control", "s3:x-amz-grant-read")),
    "aws:securetransport": "true",
    "aws:principalisawsservice": "false",
}
"""Somebody writes over TLS, and gives the bucket's owner nothing."""
_ACLS = (None, "private")
"""What such a request says of the ACL: nothing, or that the object is its writer's alone."""
_SOMEBODY_ELSE = "000000000000"
_OF_ORGANIZATION = frozenset({"aws:principalorgid", "aws:principalorgpaths"})


class ForeignWriter(NamedTuple):
    """A statement that lets another account write objects and keep them.

    Attributes:
        who: the account, in words.
        ownership: what leaves objects to their writers.
        verdict: YES, or UNDECIDED.
        needs: names of what would decide it.
    """

    bucket: Bucket
    written: Written
    who: str
    ownership: Setting[str]
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def foreign_writers(graph: Graph) -> list[ForeignWriter]:
    """Return the statements that let, or may let, another account write and keep what it writes."""
    found = (each for bucket in graph.all(Bucket) for each in _of_bucket(graph, bucket))
    return [each for each in found if each.verdict is not Verdict.NO]


def _of_bucket(graph: Graph, bucket: Bucket) -> Iterator[ForeignWriter]:
    owned = ownership(graph, bucket)
    theirs = ~owned.is_(ENFORCED)
    if theirs is Verdict.NO:
        return
    for written in bucket_statements(graph, bucket):
        if written.statement.effect is Effect.ALLOW and _lets_write(written.statement):
            for account, who in _accounts(graph, written):
                foreign = ~same_account(account, names(graph).account(bucket))
                foreign = Verdict.NO if account in _OF_AWS else foreign
                may, lacking = _may_write(graph, bucket, written, account)
                verdict = theirs & foreign & may & written.entity.presence
                missing = (*owned.needs, *lacking, *needs(account), *needs(names(graph).account(bucket)))
                yield ForeignWriter(bucket, written, who, owned, verdict, readable_needs(missing))


def _lets_write(statement: Statement) -> bool:
    matched = any(pattern.match(_PUT) is not Verdict.NO for pattern in statement.actions)
    return matched is not statement.actions_inverted


def _accounts(graph: Graph, written: Written) -> Iterator[tuple[Value, str]]:
    """Yield the accounts that a statement lets in, each once, with what people call them."""
    principals = written.statement.principals
    if principals is None or principals.inverted:
        return
    found: dict[Value, str] = {}
    for entry in principals.entries:
        if entry.type == "AWS" and entry.value == "*":
            found[_SOMEBODY_ELSE] = "every account"
        elif entry.type == "AWS":
            account = account_of(graph, entry.value, written.entity)
            if isinstance(account, (str, Reference, Unknown)):
                found[account] = f"account {account}" if isinstance(account, str) else "an account that is not known"
    yield from found.items()


def _may_write(graph: Graph, bucket: Bucket, written: Written, account: Value) -> tuple[Verdict, tuple[str, ...]]:
    """Tell whether somebody of an account may write an object and give the bucket's owner nothing.

    Whoever is named can meet the conditions; everyone can where they ask for no more than an organization.
    """
    decision = max((_decision(graph, bucket, written, account, acl) for acl in _ACLS), key=_readily)
    asked = {each.key for each in decision.allowed_if}
    if decision.is_conditional and (account != _SOMEBODY_ELSE or asked <= _OF_ORGANIZATION):
        return Verdict.YES, ()
    return decision.verdict, tuple(decision.missing)


def _readily(decision: Decision) -> int:
    """Rank decisions: what is allowed before what may be, that before what is denied."""
    rank = (Verdict.NO, Verdict.UNDECIDED, Verdict.YES).index(decision.verdict)
    return 2 * rank + decision.is_conditional


def _decision(graph: Graph, bucket: Bucket, written: Written, account: Value, acl: str | None) -> Decision:
    statement = written.statement
    entries = statement.principals.entries if statement.principals is not None else ()
    named = {each.value: BY_ITSELF for each in entries if isinstance(each.value, str)}
    others = tuple((each.value, BY_ITSELF) for each in entries if not isinstance(each.value, str))
    name: Value = "writer" if account == _SOMEBODY_ELSE else Unknown(("who writes",))
    arn = joined(("arn:aws:iam::", account, ":role/", name))
    caller = Caller(CallerKind.CANONICAL_USER, arn, None, {"AWS": named}, unknown_names=others)
    keys = {**_REQUEST, "s3:x-amz-acl": acl, "aws:principalaccount": account, "aws:principalarn": arn}
    request = Request(caller, _PUT, _object(graph, bucket, statement), None, Context(keys, UNKNOWN), Verdict.NO)
    denials = tuple(each for each in written.document.statements if each.effect is not Effect.ALLOW)
    return decide(request, Policies(resource=replace(written.document, statements=(statement, *denials))))


def _object(graph: Graph, bucket: Bucket, statement: Statement) -> Value:
    """Return the ARN of an object that the statement speaks of."""
    for pattern in statement.resources or ():
        if isinstance(pattern, Glob) and not statement.resources_inverted:
            found = example(pattern)
            parts = found.parts if isinstance(found, Text) else (found,)
            if any(isinstance(part, str) and "/" in part for part in parts):
                return found
    return joined((names(graph).arn(bucket), "/key"))
