"""Whether a bucket lets a writer of logs in: by its policy, by its ACL, or by the role that the writer uses.

Sources: as in `log_writers`; "Access control list (ACL) overview" in the Amazon S3 User Guide for the group of log
delivery.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.terraform.regions import ELB_ACCOUNTS
from seamlint.evaluate.values import Reference, Text, Unknown, Verdict, needs
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.identities import identities
from seamlint.facts.iam.access.names import joined, names, readable_needs
from seamlint.facts.iam.access.targets import resource_target
from seamlint.facts.iam.access.visitors import service, service_account
from seamlint.facts.storage.handed import handed_over
from seamlint.facts.storage.settings import ENFORCED, ownership
from seamlint.model.iam import Role
from seamlint.model.logs import Writer
from seamlint.model.storage import Bucket, BucketAcl
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.can import Answer, Target
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.access.visitors import Visitor
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.storage.log_writers import Needs
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence
    from seamlint.model.iam import ProtectedResource
    from seamlint.model.logs import LogDelivery

_LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"
_WRITES = ("WRITE", "FULL_CONTROL")
_SERVICE_LINKED = ":role/aws-service-role/"


@dataclass(frozen=True, eq=False)
class Access:
    """Whether a writer may do what it has to.

    Attributes:
        verdict: whether it may.
        needs: names of what would decide it.
        refused: the calls that the writer's service may not make, or may not.
        primary: where that is mended: the statement that denies, or nearly grants it, else the policy or the bucket.
        related: the rest of the proof.
        folder: below which the writer writes, as its keys begin.
    """

    verdict: Verdict
    needs: tuple[str, ...]
    refused: tuple[Answer, ...]
    primary: Evidence
    related: tuple[Evidence, ...]
    folder: Value


class _Call(NamedTuple):
    action: str
    target: Target
    context: dict[str, object]


def access(graph: Graph, delivery: LogDelivery, bucket: Bucket, protected: ProtectedResource, row: Needs) -> Access:
    """Tell whether a bucket lets a writer in.

    Args:
        delivery: what is to be written.
        bucket, protected: the bucket, and the same as what policies protect.
        row: what the writer needs.
    """
    calls = _calls(graph, delivery, protected, row)
    by_service = [can(graph, service(row.service), *call) for call in calls]
    verdict = _all(by_service)
    missing = [name for each in by_service for name in each.needs]
    for other in _others(graph, delivery, row):
        if verdict is not Verdict.YES:
            answers = [can(graph, other, *call) for call in calls]
            verdict |= _all(answers)
            missing += [name for each in answers for name in each.needs]
    for ok, lacking in (_by_acl(graph, delivery, bucket), _by_unknown_role(graph, delivery)):
        verdict |= ok
        missing += lacking
    unseen = () if by_service[0].target.policies else handed_over(graph, bucket)
    verdict |= Verdict.UNDECIDED if unseen else Verdict.NO
    missing += unseen
    refused = tuple(each for each in by_service if each.verdict is not Verdict.YES)
    primary, related = _proof(protected, refused, row)
    return Access(verdict, readable_needs(missing), refused, primary, related, _folder(delivery))


def _all(answers: list[Answer]) -> Verdict:
    return reduce(and_, (each.verdict for each in answers), Verdict.YES)


def _calls(graph: Graph, delivery: LogDelivery, protected: ProtectedResource, row: Needs) -> list[_Call]:
    target = resource_target(graph, protected)
    context = _context(graph, delivery, row)
    keys = _keys(graph, delivery, row)
    written = {**context, "s3:x-amz-acl": row.acl} if row.acl else context
    calls = [_Call("s3:PutObject", _object(target, key), written) for key in keys]
    return [_Call("s3:GetBucketAcl", target, context), *calls] if row.reads_acl else calls


def _object(target: Target, key: Value) -> Target:
    folder = key.rpartition("2026")[0] if isinstance(key, str) else ""
    title = f"{target.title}/{folder}*" if folder else f"objects of {target.title}"
    return replace(target, arn=joined((target.arn, "/", key)), title=title)


def _context(graph: Graph, delivery: LogDelivery, row: Needs) -> dict[str, object]:
    context: dict[str, object] = {"aws:sourceaccount": names(graph).account(delivery)}
    if row.source_arn == "{source}":
        source = _source(graph, delivery)
        return context if source is None else {**context, "aws:sourcearn": source}
    if row.source_arn:
        beginning = _filled(graph, delivery, row.source_arn)
        context["aws:sourcearn"] = joined((beginning, Unknown((f"the delivery source of {delivery.address}",))))
    return context


def _source(graph: Graph, delivery: LogDelivery) -> Value:
    """Return the ARN of what is logged; None where it is not known at all."""
    if delivery.writer is not Writer.BUCKET:
        return names(graph).arn(delivery)
    found = graph.find(delivery.source, Bucket, delivery)
    if isinstance(found, Bucket):
        return names(graph).arn(found)
    return f"arn:aws:s3:::{delivery.source}" if isinstance(delivery.source, str) else None


def _keys(graph: Graph, delivery: LogDelivery, row: Needs) -> list[Value]:
    """Return keys of objects that the writer writes; a trail of an organization writes for other accounts too."""
    key = row.hive_key if row.hive_key and delivery.hive is True else row.key
    own = _filled(graph, delivery, key)
    if delivery.organization is not True:
        return [own]
    organization = Unknown((f"the organization of {delivery.address}",))
    return [own, joined((_folder(delivery), "AWSLogs/", organization, "/111122223333/CloudTrail/log.json.gz"))]


def _filled(graph: Graph, delivery: LogDelivery, pattern: str) -> Value:
    """Return a pattern of a row, with what is known of the delivery in its placeholders."""
    resource = delivery.resource
    region = resource.region or Unknown((f"the region of {delivery.address}",))
    values: dict[str, Value] = {
        "folder": _folder(delivery),
        "prefix": delivery.prefix or "",
        "account": names(graph).account(delivery),
        "region": region,
        "partition": resource.partition or "aws",
    }
    return joined(values.get(piece, piece) for piece in pattern.replace("}", "{").split("{"))


def _folder(delivery: LogDelivery) -> Value:
    """Return the prefix as a folder: the writers put a slash after it."""
    prefix = delivery.prefix
    if prefix is None or isinstance(prefix, Unknown):
        return "" if prefix is None else prefix
    return f"{prefix.strip('/')}/" if prefix.strip("/") else ""


def _others(graph: Graph, delivery: LogDelivery, row: Needs) -> Iterator[Identity | Visitor]:
    """Yield who else writes the logs where the service may not: an account of AWS's own, or a role."""
    region = delivery.resource.region
    if row.region_accounts and region in ELB_ACCOUNTS:
        yield service_account(ELB_ACCOUNTS[region], delivery.resource.partition or "aws")
    elif row.region_accounts and region is None:
        yield from (service_account(each) for each in ELB_ACCOUNTS.values())
    role = graph.find(delivery.role, Role, delivery)
    if isinstance(role, Role) and not role.service_linked:
        yield from (each for each in identities(graph) if each.entity is role)


def _by_unknown_role(graph: Graph, delivery: LogDelivery) -> tuple[Verdict, tuple[str, ...]]:
    """Tell whether a role that no scanned code declares may write; a service-linked one writes as its service."""
    found = graph.find(delivery.role, Role, delivery)
    if found is None or isinstance(found, Role):
        return Verdict.NO, ()
    if _SERVICE_LINKED in str(delivery.role):
        return Verdict.NO, ()
    missing = found.needs if isinstance(found, Unknown) else (f"what {found.text} may do",)
    return Verdict.UNDECIDED, missing


def _by_acl(graph: Graph, delivery: LogDelivery, bucket: Bucket) -> tuple[Verdict, tuple[str, ...]]:
    """Tell whether the bucket's ACL lets S3's log delivery write; no other writer comes by ACL."""
    if delivery.writer is not Writer.BUCKET:
        return Verdict.NO, ()
    held = graph.pointing(BucketAcl, "bucket", bucket)
    verdict = reduce(or_, (_lets_deliver(each) for each in held), Verdict.NO)
    lost = [each.address for each in graph.astray(BucketAcl, "bucket", Bucket) if each.resource.unit == bucket.key.unit]
    verdict |= Verdict.UNDECIDED if lost else Verdict.NO
    owned = ownership(graph, bucket)
    missing = [name for each in held for name in needs(each.canned)] + lost
    return verdict & ~owned.is_(ENFORCED), (*owned.needs, *missing)


def _lets_deliver(acl: BucketAcl) -> Verdict:
    if isinstance(acl.canned, Unknown) or not acl.complete:
        return Verdict.UNDECIDED
    if acl.canned is not None:
        return acl.presence & Verdict.of(acl.canned == "log-delivery-write")
    found = Verdict.NO
    for grant in acl.grants:
        if isinstance(grant.grantee, (Unknown, Text, Reference)) or isinstance(grant.permission, Unknown):
            found |= Verdict.UNDECIDED
        elif grant.grantee == _LOG_DELIVERY and grant.permission in _WRITES:
            found |= Verdict.YES
    return acl.presence & found


def _proof(
    protected: ProtectedResource, refused: tuple[Answer, ...], row: Needs
) -> tuple[Evidence, tuple[Evidence, ...]]:
    """Return where the refused calls are mended, and what else shows that they are refused."""
    for answer in refused:
        denied = [match for _, match in answer.decision.denying if match.verdict is Verdict.YES]
        if denied:
            because = answer.because
            return because[0], because[1:]
    for answer in refused:
        near = _near(answer, row)
        if near is not None:
            policy, statement = near
            says = f"grants {row.service} {answer.action}, but not on {answer.target.title} as it writes there"
            return policy.evidence(statement, says)[0], ()
    held = [each.source for answer in refused for each in answer.target.policies if each.source is not None]
    actions = " and ".join(dict.fromkeys(each.action for each in refused))
    if held:
        return held[0].evidence(f"does not let {row.service} {actions}"), ()
    return protected.evidence(f"{protected.address} has no policy that lets {row.service} {actions}"), ()


def _near(answer: Answer, row: Needs) -> tuple[Policy, Statement] | None:
    """Return a statement that allows the service the action, on other objects or under other conditions."""
    action = answer.action.lower()
    for policy in answer.target.policies:
        for statement in policy.document.statements:
            entries = statement.principals.entries if statement.principals is not None else ()
            named = any(entry.type == "Service" and entry.value == row.service for entry in entries)
            if named and any(pattern.match(action) is Verdict.YES for pattern in statement.actions):
                return policy, statement
    return None
