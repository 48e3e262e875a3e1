"""One spelling for every account and ARN, so that equal things are equal however the code names them.

An ARN whose account is not known is text around a symbol for the account of that provider; every reference to the
resource, and every ``data.aws_caller_identity``, is replaced by the same text and symbol. Where a region is not known
the partition is taken to be ``aws``, as literal ARNs of such code say too.
Source: IAM User Guide, "IAM identifiers".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Verdict
from seamlint.graph.graph import fact
from seamlint.model.edge import Distribution, OriginAccessIdentity
from seamlint.model.iam import (
    ComputeUse,
    ControlPolicy,
    IdentityProvider,
    InstanceProfile,
    ManagedPolicy,
    ProtectedResource,
    Role,
    User,
    UserGroup,
)
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.values import Value
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity

_NAMED = (
    *(Role, User, UserGroup, ManagedPolicy, InstanceProfile, IdentityProvider, ControlPolicy, ProtectedResource),
    *(Distribution, OriginAccessIdentity),
)
_ACCOUNT, _REGION = "the account of ", "the region of "
_IS_ACCOUNT = "account_id"
_PARTITION = "aws"
_ANY = "*"
_ARN = frozenset({"arn", "Arn", "DomainArn", "PolicyArn", "TopicArn", "BackupVaultArn", "iam_arn"})
"""Attributes that give a resource's own ARN."""
_LAST_OF_ARN = {"s3": frozenset({"id", "bucket", "Ref"}), "kms": frozenset({"id", "key_id", "Ref", "KeyId"})}
"""By service, attributes that give what a resource's ARN ends in."""
_DELIMITER = Pattern("[:/]")
_OF_CLOUDFRONT = frozenset({"id", "Ref", "Id"})


class Names:
    """The ARNs and accounts of a graph's entities, and values with their references replaced by them."""

    def __init__(self, graph: Graph) -> None:
        self._arns: dict[tuple[str, str], Value] = {}
        self._unsettled: dict[tuple[str, str], Entity] = {}
        for each in _entities(graph):
            self._unsettled.setdefault((each.resource.unit, each.resource.address), each)
        self._accounts = {unit.path: unit.account for unit in graph.units}

    def arn(self, entity: Entity) -> Value:
        """Return an entity's ARN: text, text around symbols, or the reference to it where nothing else is known."""
        key = (entity.resource.unit, entity.resource.address)
        if key not in self._arns:
            self._arns[key] = self._arn_of(entity)
        return self._arns[key]

    def account(self, entity: Entity) -> str | Reference:
        """Return the id of the account that an entity belongs to, or the symbol for it."""
        resource = entity.resource
        if resource.account is not None:
            return resource.account
        arn = resource.ids.get("arn")
        parts = arn.parts if isinstance(arn, Text) else ()
        unknown = [part for part in parts if isinstance(part, Unknown) and _is(part, _ACCOUNT)]
        return self._symbol(unknown[0], resource.unit) if unknown else self._own_account(resource.unit)

    def settled(self, value: Value) -> Value:
        """Return a value with every name replaced by its one spelling; its shape stays what it is."""
        if isinstance(value, dict):
            return {key: self.settled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.settled(item) for item in value]
        if isinstance(value, Text):
            return joined(
                _PARTITION if _is_partition(value, at) else self._inner(part) for at, part in enumerate(value.parts)
            )
        if isinstance(value, Sensitive):
            return self.settled(value.value)
        return self._part(value) if isinstance(value, (Reference, Unknown)) else value

    def _inner(self, part: Value) -> Value:
        """Return a part of a text; the id or name that an ARN ends in as the ARN itself has it."""
        entity = self._unsettled.get((part.unit, part.address)) if isinstance(part, Reference) else None
        if entity is not None and isinstance(part, Reference) and part.attribute in _ends(entity):
            if isinstance(entity, OriginAccessIdentity):
                return Reference(part.unit, part.address, "arn")
            arn = self.arn(entity)
            return _tail(arn) if isinstance(arn, Text) else part
        return self._part(part)

    def _part(self, part: Value, unit: str = "") -> Value:
        if isinstance(part, Unknown):
            return self._symbol(part, unit) if _is(part, _ACCOUNT) else _region(part)
        if not isinstance(part, Reference):
            return part
        looked_up = f".{part.address}"
        if ".data.aws_caller_identity." in looked_up and part.attribute in ("account_id", "id"):
            return self._own_account(part.unit)
        if ".data.aws_partition." in looked_up and part.attribute in ("partition", "id"):
            return _PARTITION
        entity = self._unsettled.get((part.unit, part.address))
        if isinstance(entity, Distribution) and part.attribute in _OF_CLOUDFRONT:
            return self._inner(part)
        return self.arn(entity) if entity is not None and _gives_arn(entity, part.attribute) else part

    def _key_arn(self, value: Text) -> Value:
        """Return a KMS key's ARN for one that is put together around its id; None for every other text."""
        *before, last = value.parts
        if not isinstance(last, Reference) or not before or not str(before[-1]).endswith(":key/"):
            return None
        entity = self._unsettled.get((last.unit, last.address))
        if not isinstance(entity, ProtectedResource) or entity.service != "kms":
            return None
        written = "".join(each if isinstance(each, str) else _ANY for each in before).split(":")[3:5]
        known = (entity.resource.region, entity.resource.account)
        apart = any(_ANY not in each and own not in (None, each) for each, own in zip(written, known, strict=False))
        return None if apart else self.arn(entity)

    def _own_account(self, unit: str) -> str | Reference:
        known = self._accounts.get(unit)
        return known or Reference(unit, f"{_ACCOUNT}{unit}", _IS_ACCOUNT)

    def _symbol(self, unknown: Unknown, unit: str) -> Reference:
        return Reference(unit or unknown.needs[0].rpartition(" ")[2], unknown.needs[0], _IS_ACCOUNT)

    def _arn_of(self, entity: Entity) -> Value:
        known = getattr(entity, "arn", None)
        if isinstance(known, str):
            return known
        resource = entity.resource
        arn = resource.ids.get("arn")
        if isinstance(arn, str):
            return arn
        if not isinstance(arn, Text):
            return Reference(resource.unit, resource.address, "arn")
        return joined(self._arn_part(part, at, entity) for at, part in enumerate(arn.parts))

    def _arn_part(self, part: Value, at: int, entity: Entity) -> Value:
        """Replace what is not known of an entity's ARN, its name by what stands for the ARN: both are unique.

        What another resource makes up for a name (random letters) stays: hand-written ARNs hold the same.
        """
        resource = entity.resource
        if isinstance(part, Reference) and (part.unit, part.address) not in self._unsettled:
            return part
        if _is(part, _ACCOUNT) and isinstance(part, Unknown):
            return self._symbol(part, resource.unit)
        if _is(part, _REGION) and isinstance(part, Unknown):
            return _PARTITION if at == 1 else _region(part)
        return part if isinstance(part, str) else Reference(resource.unit, resource.address, "arn")


def _gives_arn(entity: Entity, attribute: str) -> bool:
    """Tell whether an attribute gives an entity's ARN; in templates ``Ref`` does for some types."""
    if attribute in _ARN or (attribute == "id" and isinstance(entity, ManagedPolicy)):
        return True
    names = entity.resource.ids
    return attribute == "Ref" and "arn" in names and names.get("Ref") == names["arn"]


def _ends(entity: Entity) -> frozenset[str]:
    """Return the attributes that give what an entity's ARN ends in."""
    if isinstance(entity, (Distribution, OriginAccessIdentity)):
        return _OF_CLOUDFRONT
    return _LAST_OF_ARN.get(getattr(entity, "service", ""), frozenset())


def _tail(arn: Text) -> Value:
    """Return what stands behind the last delimiter of an ARN."""
    for at in range(len(arn.parts) - 1, -1, -1):
        part = arn.parts[at]
        if isinstance(part, str) and (":" in part or "/" in part):
            return joined((_DELIMITER.split(part)[-1], *arn.parts[at + 1 :]))
    return arn


def _is_partition(value: Text, at: int) -> bool:
    return at == 1 and value.parts[0] == "arn:" and _is(value.parts[1], _REGION)


def _region(part: Unknown) -> Value:
    """Return the symbol for the region of a provider or stack that is not known; other parts as they are."""
    if not _is(part, _REGION):
        return part
    return Reference(part.needs[0].rpartition(" ")[2], part.needs[0], "region")


def _entities(graph: Graph) -> Iterator[Entity]:
    for kind in _NAMED:
        yield from (entity for entity in graph.all(kind) if not entity.path)
    yield from graph.all(ComputeUse)


def _is(part: Value, what: str) -> bool:
    return isinstance(part, Unknown) and bool(part.needs) and part.needs[0].startswith(what)


def joined(parts: Iterable[Value]) -> Value:
    """Return the text of some parts: neighbouring known text is one part, and known text alone is a string."""
    result: list[str | Reference | Unknown] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Text) else (part,):
            if piece == "":
                continue
            if isinstance(piece, str) and result and isinstance(result[-1], str):
                result[-1] += piece
            elif isinstance(piece, (str, Reference, Unknown)):
                result.append(piece)
    if all(isinstance(part, str) for part in result):
        return "".join(map(str, result))
    return result[0] if len(result) == 1 else Text(tuple(result))


def same_account(one: Value, other: Value) -> Verdict:
    """Tell whether two accounts, known or symbols, are one."""
    if one == other:
        return Verdict.YES
    return Verdict.NO if isinstance(one, str) and isinstance(other, str) else Verdict.UNDECIDED


def readable_needs(missing: Iterable[str]) -> tuple[str, ...]:
    """Return names of what is missing as people are asked for them."""
    told = (name.removesuffix(f".{_IS_ACCOUNT}") if name.startswith(_ACCOUNT) else name for name in missing)
    return tuple(dict.fromkeys(told))


@fact
def names(graph: Graph) -> Names:
    """Return the names of a graph's entities."""
    return Names(graph)
