"""Where a service has to use a key in its own name: what the graph holds, matched with the rows of `service_uses`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.facts.encryption.data import data_named, data_of, encrypted
from seamlint.facts.encryption.keys import AwsManagedKey, key_target
from seamlint.facts.encryption.service_uses import AUTO_SCALING, AUTO_SCALING_ROLE, LOG_DELIVERY, OWN, sender
from seamlint.facts.iam.access.names import joined, names
from seamlint.facts.iam.access.visitors import service, service_linked_role
from seamlint.graph.graph import fact
from seamlint.model.deliveries import AutoScalingGroup, Delivery
from seamlint.model.encryption import Key
from seamlint.model.iam import ProtectedResource, Role
from seamlint.model.logs import LogDelivery, Writer
from seamlint.model.storage import Bucket, BucketNotification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.encryption.data import Encrypted
    from seamlint.facts.encryption.service_uses import ServiceUse
    from seamlint.facts.iam.access.visitors import Visitor
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity, Pointer
    from seamlint.model.evidence import Evidence

_KNOWN_PARTITIONS = (None, "aws", "aws-us-gov")
_DOMAIN = ".amazonaws.com"
_REGION = "{region}"
_ANY_REGION = "eu-west-1"
_SOURCES = ("aws:sourcearn", "aws:sourceaccount")
_LOG_DELIVERY = (Writer.FLOW, Writer.NETWORK)


@dataclass(frozen=True, eq=False)
class Integration:
    """A service has to use the key of some data.

    Attributes:
        use: what for.
        by: what has the service do so.
        evidence: where that is written.
        data: what the key encrypts.
        callers: who calls, one of several where the region is not known.
        context: the condition keys that the service sends, or never sends (None).
    """

    use: ServiceUse
    by: Entity
    evidence: Evidence
    data: Encrypted
    callers: tuple[Visitor, ...]
    context: dict[str, object]

    @property
    def who(self) -> str:
        """What proofs call the caller."""
        return self.callers[0].address


@fact
def integrations(graph: Graph) -> list[Integration]:
    """Return where services have to use keys in their own name, in partitions of which the services are known."""
    found = (*_own(graph), *_senders(graph), *_notifications(graph), *_log_deliveries(graph), *_groups(graph))
    return [each for each in found if each.by.resource.partition in _KNOWN_PARTITIONS]


@fact
def statements_without_source(graph: Graph) -> set[int]:
    """Return the statements, by identity, that let in none but a service that does not tell KMS for whom it acts."""
    return {
        id(statement)
        for each in integrations(graph)
        if each.use.absent and isinstance(each.data.key, Key)
        for policy in key_target(graph, each.data.key).policies
        for statement in policy.document.statements
        if statement.principals is not None
        and not statement.principals.inverted
        and [entry.value for entry in statement.principals.entries if entry.type == "Service"] == [each.who]
    }


def _own(graph: Graph) -> Iterator[Integration]:
    for data in encrypted(graph):
        use = OWN.get((data.service, data.kind))
        if use is not None and not isinstance(data.key, AwsManagedKey):
            arn = _without_streams(names(graph).arn(data.owner))
            context = _context(use, arn, names(graph).account(data.owner), arn if use.tells_source else None)
            yield Integration(use, data.owner, data.evidence, data, _principals(graph, use, data), context)


def _without_streams(arn: Value) -> Value:
    """Return a log group's ARN as KMS gets it: templates have ``:*`` after it for its streams."""
    if isinstance(arn, Text) and isinstance(arn.parts[-1], str):
        return joined((*arn.parts[:-1], arn.parts[-1].removesuffix(":*")))
    return arn.removesuffix(":*") if isinstance(arn, str) else arn


def _context(use: ServiceUse, arn: Value, account: Value, source: Value) -> dict[str, object]:
    """Return what a service sends: of the source of a call what is known, of what it never sends that it does not."""
    known: dict[str, object] = {}
    if use.context:
        known[f"kms:encryptioncontext:{use.context.lower()}"] = arn
    told = {key: value for key, value in zip(_SOURCES, (source, account), strict=True) if value is not None}
    return {**known, **told, **dict.fromkeys(use.absent)}


def _principals(graph: Graph, use: ServiceUse, data: Encrypted) -> tuple[Visitor, ...]:
    """Return the principal of a service; where the region is not known, some region's and those that the key names."""
    if _REGION not in use.service:
        return (service(use.service + _DOMAIN),)
    perhaps = [f"{use.perhaps}{_DOMAIN}"] if use.perhaps else []
    if isinstance(data.region, str):
        return tuple(map(service, (use.service.replace(_REGION, data.region) + _DOMAIN, *perhaps)))
    before = use.service.partition(_REGION)[0]
    named = [name for name in _services(graph, data) if name.startswith(before) and name.endswith(_DOMAIN)]
    some = replace(service(use.service.replace(_REGION, _ANY_REGION) + _DOMAIN), address=_shown(use))
    return (some, *map(service, dict.fromkeys((*named, *perhaps))))


def _shown(use: ServiceUse) -> str:
    return use.service.replace(_REGION, "REGION") + _DOMAIN


def _services(graph: Graph, data: Encrypted) -> Iterator[str]:
    """Yield the services that the policy of a key names."""
    for policy in key_target(graph, data.key).policies if isinstance(data.key, Key) else ():
        for statement in policy.document.statements:
            for entry in statement.principals.entries if statement.principals is not None else ():
                if entry.type == "Service" and isinstance(entry.value, str):
                    yield entry.value


def _senders(graph: Graph) -> Iterator[Integration]:
    for each in graph.all(Delivery):
        source = _source(graph, each.source, each)
        yield from _sent(graph, each, each.service, each.destination, source)


def _notifications(graph: Graph) -> Iterator[Integration]:
    for each in graph.all(BucketNotification):
        yield from _sent(graph, each, "s3", each.destination, _source(graph, each.bucket, each))


def _source(graph: Graph, named: Pointer, near: Entity) -> tuple[Value, Value]:
    """Return the ARN and the account that a service gives as the source of its call, as far as they are known."""
    found = graph.find(named, ProtectedResource, near)
    if isinstance(found, ProtectedResource):
        return names(graph).arn(found), names(graph).account(found)
    settled = names(graph).settled(named)
    return None if isinstance(settled, Unknown) else settled, None


def _sent(graph: Graph, by: Entity, sends: str, to: Pointer, source: tuple[Value, Value]) -> Iterator[Integration]:
    """Yield the use of the key of a topic or queue that a service sends to."""
    found = graph.find(to, ProtectedResource, by)
    if not isinstance(found, ProtectedResource) or found.service not in ("sqs", "sns"):
        return
    use = sender(sends, found.service)
    data = next((each for each in data_of(graph, found) if each.service == found.service), None)
    if use is not None and data is not None:
        context = _context(use, names(graph).arn(found), source[1], source[0])
        evidence = by.evidence(f"{use.service}{_DOMAIN} sends to {found.address} for {by.address}", "destination")
        yield Integration(use, by, evidence, data, _principals(graph, use, data), context)


def _log_deliveries(graph: Graph) -> Iterator[Integration]:
    for each in graph.all(LogDelivery):
        bucket = graph.find(each.bucket, Bucket, each)
        if each.writer not in _LOG_DELIVERY or each.enabled is not True or not isinstance(bucket, Bucket):
            continue
        account, region = (
            names(graph).account(each),
            each.resource.region or Unknown((f"the region of {each.address}",)),
        )
        source = joined(("arn:", each.resource.partition or "aws", ":logs:", region, ":", account, ":", _ANY))
        for data in data_of(graph, bucket):
            context = _context(LOG_DELIVERY, None, account, source)
            evidence = each.evidence(f"{each.address} has logs delivered to {bucket.address}", "bucket")
            yield Integration(LOG_DELIVERY, each, evidence, data, _principals(graph, LOG_DELIVERY, data), context)


_ANY = Unknown(("the log delivery",))


def _groups(graph: Graph) -> Iterator[Integration]:
    for group in graph.all(AutoScalingGroup):
        for named in dict.fromkeys(each for each in group.launch_templates if isinstance(each, Reference)):
            volumes = [each for each in data_named(graph, named) if not isinstance(each.key, AwsManagedKey)]
            for data in {id(each.key): each for each in volumes}.values():
                evidence = group.evidence(f"{group.address} launches instances from {data.title}")
                context: dict[str, object] = {"kms:grantisforawsresource": "true"}
                yield Integration(AUTO_SCALING, group, evidence, data, (_role(graph, group),), context)


def _role(graph: Graph, group: AutoScalingGroup) -> Visitor:
    """Return the service-linked role that a group launches with."""
    account = names(graph).account(group)
    arn = names(graph).settled(group.service_linked_role)
    declared = graph.find(group.service_linked_role, Role, group)
    if isinstance(declared, Role):
        arn = names(graph).arn(declared)
    if arn is None:
        arn = joined((f"arn:{group.resource.partition or 'aws'}:iam::", account, f":{AUTO_SCALING_ROLE}"))
    try:
        return service_linked_role(arn, account)
    except ValueError:
        return service_linked_role(Unknown((f"the service-linked role of {group.address}",)), account)
