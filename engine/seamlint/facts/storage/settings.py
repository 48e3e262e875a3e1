"""What holds for a bucket, all that is said of it taken together, and what AWS makes of what is not said.

Since April 2023 a new bucket has its ACLs disabled (``BucketOwnerEnforced``) and all four public access blocks on;
since January 2023 new objects are encrypted with SSE-S3. A block holds where the bucket or its account sets it.
Source: Amazon S3 User Guide, "Default settings for new S3 buckets FAQ", "Controlling ownership of objects and disabling
ACLs for your bucket", "Blocking public access to your Amazon S3 storage", "Setting default server-side encryption
behavior for Amazon S3 buckets".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict, needs
from seamlint.facts.iam.access.names import names, readable_needs, same_account
from seamlint.facts.storage.handed import handed_over
from seamlint.graph.graph import fact
from seamlint.model.storage import AccountPublicAccessBlock, Bucket, DefaultEncryption, OwnershipControls
from seamlint.model.storage import PublicAccessBlock as BucketBlock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity, Maybe, Pointer
    from seamlint.model.evidence import Evidence

T = TypeVar("T")
F = TypeVar("F", bound="OwnershipControls | BucketBlock | DefaultEncryption")

ENFORCED, PREFERRED, WRITER = "BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"
SSE_S3, SSE_KMS, DSSE_KMS = "AES256", "aws:kms", "aws:kms:dsse"
API_NAMES = {
    "block_public_acls": "BlockPublicAcls",
    "ignore_public_acls": "IgnorePublicAcls",
    "block_public_policy": "BlockPublicPolicy",
    "restrict_public_buckets": "RestrictPublicBuckets",
}
"""By field of `seamlint.model.storage.Blocks`, what AWS calls the block."""


@dataclass(frozen=True, slots=True, eq=False)
class Setting(Generic[T]):
    """What holds for a bucket.

    Attributes:
        value: it, or what would make it known.
        by: the entity that says so: the bucket itself where AWS's default holds.
        says: in words.
        field: of the entity, where it is written.
        declared: whether the code surely says so.
    """

    value: Maybe[T]
    by: Entity
    says: str
    field: tuple[str, ...] = ()
    declared: bool = True

    @property
    def evidence(self) -> Evidence:
        """The place that shows it."""
        return self.by.evidence(self.says, *self.field)

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of what would decide it."""
        return readable_needs(needs(self.value)) if isinstance(self.value, Unknown) else ()

    def is_(self, *values: T) -> Verdict:
        """Tell whether it is one of some values."""
        return Verdict.UNDECIDED if isinstance(self.value, Unknown) else Verdict.of(self.value in values)


@dataclass(frozen=True, slots=True, eq=False)
class Encryption:
    """How a bucket encrypts new objects by default.

    Attributes:
        algorithm: ``AES256``, ``aws:kms`` or ``aws:kms:dsse``.
        kms_key: id, ARN or alias of the key; None for the AWS managed one, and where KMS is not used.
        by: what says so, from where `kms_key` is found; None where nothing does.
    """

    algorithm: Setting[str]
    kms_key: Pointer
    by: DefaultEncryption | None

    @property
    def is_kms(self) -> Verdict:
        """Whether KMS has a part in it."""
        return self.algorithm.is_(SSE_KMS, DSSE_KMS)

    @property
    def key_evidence(self) -> Evidence:
        """The place that names the key, or leaves it to AWS."""
        if self.by is None or self.kms_key is None:
            return self.algorithm.evidence
        return self.by.evidence("encrypts new objects with this key", "kms_key")


def ownership(graph: Graph, bucket: Bucket) -> Setting[str]:
    """Return who owns a bucket's objects: ``BucketOwnerEnforced`` disables ACLs."""
    found = _said(graph, OwnershipControls, bucket)
    if not found:
        default = "a new bucket has its ACLs disabled unless its ownership controls say otherwise"
        return _default(graph, OwnershipControls, bucket, ENFORCED, default)
    return _agreed(found, "ownership", ENFORCED, lambda value: f"sets the ownership of objects to {value}")


def block(graph: Graph, bucket: Bucket, name: str) -> Setting[bool]:
    """Return whether one of the four public access blocks holds, by the bucket or by its account.

    Args:
        name: a field of `seamlint.model.storage.Blocks`.
    """
    own = bucket_block(graph, bucket, name)
    if own.value is True and own.declared:
        return own
    for account in _account_blocks(graph, bucket):
        value = account.value(name)
        if value is True:
            says = f"sets {API_NAMES[name]} for all buckets of the account"
            return Setting(value, account.by, says, (name,))
        if isinstance(value, Unknown) and own.value is False:
            own = Setting(value, account.by, f"may set {API_NAMES[name]} for all buckets of the account", (name,))
    return own


def bucket_block(graph: Graph, bucket: Bucket, name: str) -> Setting[bool]:
    """Return whether a bucket's own configuration sets a block, the account's left aside."""
    found = _said(graph, BucketBlock, bucket)
    if not found:
        says = f"a new bucket has {API_NAMES[name]} on unless its public access block says otherwise"
        return _default(graph, BucketBlock, bucket, value=True, says=says)
    does: dict[object, str] = {True: "sets", False: "leaves off"}
    return _agreed(found, name, default=True, words=lambda value: f"{does.get(value, 'may set')} {API_NAMES[name]}")


def encryption(graph: Graph, bucket: Bucket) -> Encryption:
    """Return how a bucket encrypts new objects by default."""
    found = _said(graph, DefaultEncryption, bucket)
    if not found:
        says = "new objects are encrypted with SSE-S3 unless the bucket's encryption says otherwise"
        return Encryption(_default(graph, DefaultEncryption, bucket, SSE_S3, says), None, None)
    algorithm = _agreed(found, "algorithm", SSE_S3, lambda value: f"encrypts new objects with {value}")
    by = found[0]
    key = by.kms_key if algorithm.is_(SSE_S3) is not Verdict.YES else None
    return Encryption(algorithm, _one_key(found) if key is not None else None, by)


def _one_key(found: Sequence[DefaultEncryption]) -> Pointer:
    keys = [each.kms_key for each in found]
    return keys[0] if all(each == keys[0] for each in keys) else Unknown(tuple(each.address for each in found))


def _said(graph: Graph, kind: type[F], bucket: Bucket) -> list[F]:
    return graph.pointing(kind, "bucket", bucket)


def _default(graph: Graph, kind: type[Entity], bucket: Bucket, value: T, says: str) -> Setting[T]:
    """Return what AWS makes of a bucket, unless that is declared elsewhere or something may yet name the bucket."""
    if bucket.looked_up:
        return Setting(Unknown((f"what else is said of {bucket.address}",)), bucket, says, declared=False)
    missing = (*_lost(graph).get((kind, bucket.resource.unit), ()), *handed_over(graph, bucket))
    return Setting(Unknown(missing) if missing else value, bucket, says, declared=False)


def _agreed(found: Sequence[F], field: str, default: T, words: Callable[[object], str]) -> Setting[T]:
    """Return what entities say of one bucket: unknown where one may not exist, or they contradict each other."""
    values: list[Maybe[T]] = [_value(each, field, default) for each in found]
    if any(value != values[0] for value in values):
        missing = tuple(dict.fromkeys(name for value in values for name in needs(value)))  # type: ignore[arg-type]
        contradicting = missing or tuple(f"which of {each.address} wins" for each in found)
        return Setting(Unknown(contradicting), found[0], words(None), (field,))
    shown = values[0] if not isinstance(values[0], Unknown) else "something unknown"
    declared = any(each.presence is Verdict.YES for each in found)
    return Setting(values[0], found[0], words(shown), (field,), declared)


def _value(entity: F, field: str, default: T) -> Maybe[T]:
    value: Maybe[T] | None = getattr(entity, field)
    value = default if value is None else value
    if entity.presence is not Verdict.YES and value != default:
        return Unknown(entity.resource.missing or (entity.address,))
    return value


@fact
def _lost(graph: Graph) -> dict[tuple[type[Entity], str], tuple[str, ...]]:
    """Return, by kind and unit, what says something of a bucket nobody knows which."""
    found: dict[tuple[type[Entity], str], tuple[str, ...]] = {}
    for kind in (OwnershipControls, BucketBlock, DefaultEncryption):
        for each in graph.astray(kind, "bucket", Bucket):
            key = (kind, each.resource.unit)
            found[key] = (*found.get(key, ()), f"the bucket of {each.address}")
    return found


@dataclass(frozen=True, slots=True)
class _AccountBlock:
    by: AccountPublicAccessBlock
    same: Verdict

    def value(self, name: str) -> Maybe[bool]:
        value: Maybe[bool] = getattr(self.by, name)
        if value is False or self.same is Verdict.NO:
            return False
        if self.same is Verdict.UNDECIDED:
            return Unknown((f"whether {self.by.address} is for the bucket's account",))
        return value if self.by.presence is Verdict.YES else Unknown(self.by.resource.missing or (self.by.address,))


def _account_blocks(graph: Graph, bucket: Bucket) -> list[_AccountBlock]:
    account = names(graph).account(bucket)
    found = []
    for each in graph.all(AccountPublicAccessBlock):
        theirs = names(graph).account(each) if each.account is None else each.account
        found.append(_AccountBlock(each, same_account(theirs, account)))
    return found
