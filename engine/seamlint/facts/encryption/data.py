"""What is encrypted with which key: buckets by their default encryption, everything else by its own settings.

Source: AWS KMS Developer Guide, "Using AWS KMS encryption with AWS services".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Reference, Unknown, Verdict
from seamlint.facts.encryption.keys import AwsManagedKey, key_of
from seamlint.facts.iam.access.names import readable_needs
from seamlint.facts.storage.settings import encryption
from seamlint.graph.graph import Elsewhere, fact
from seamlint.model.encrypted_data import EncryptedData
from seamlint.model.encryption import Key
from seamlint.model.iam import ProtectedResource
from seamlint.model.storage import Bucket, DefaultEncryption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.keys import KeyFound
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity, Maybe
    from seamlint.model.evidence import Evidence

Declaration = Union[EncryptedData, DefaultEncryption]
_ALIAS_OF_AWS = "alias/aws/"


@dataclass(frozen=True, eq=False)
class Encrypted:
    """Data, and the key that encrypts it.

    Attributes:
        by: what says so.
        owner: what the data belongs to.
        service, kind: as in `EncryptedData`.
        key: what encrypts it.
        verdict: whether it is encrypted with KMS.
        region: where the data lies; None while that is not known.
    """

    by: Declaration
    owner: Entity
    service: str
    kind: str
    key: KeyFound
    verdict: Verdict
    region: Maybe[str] | None

    @property
    def title(self) -> str:
        """What proofs call it."""
        return self.owner.address

    @property
    def key_title(self) -> str:
        """What proofs call its key."""
        return key_title(self.key)

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of what would decide whether KMS encrypts it, and with which key."""
        missing = [*getattr(getattr(self.by, "kms", None), "needs", ()), *getattr(self.key, "needs", ())]
        last = f"the policy of {self.key_title}" if isinstance(self.key, Elsewhere) else self.title
        return readable_needs(missing) or self.by.resource.missing or (last,)

    @property
    def evidence(self) -> Evidence:
        """The place that names the key, or leaves it to AWS."""
        return self.by.evidence(f"{self.title} is encrypted with {self.key_title}", "kms_key")


def key_title(key: KeyFound) -> str:
    """Return what proofs call a key."""
    if isinstance(key, AwsManagedKey):
        return f"the AWS managed key aws/{key.service}"
    if isinstance(key, Key):
        return key.address
    return key.text if isinstance(key, Elsewhere) else "a key that is not known"


@fact
def encrypted(graph: Graph) -> list[Encrypted]:
    """Return all data that is, or may be, encrypted with KMS."""
    return [*_buckets(graph), *_others(graph)]


@fact
def _by_owner(graph: Graph) -> dict[tuple[str, str], list[Encrypted]]:
    found: dict[tuple[str, str], list[Encrypted]] = {}
    for each in encrypted(graph):
        found.setdefault((each.owner.resource.unit, each.owner.resource.address), []).append(each)
    return found


def data_of(graph: Graph, owner: Entity) -> list[Encrypted]:
    """Return the data of a resource, that which it is there for first."""
    return _by_owner(graph).get((owner.resource.unit, owner.resource.address), [])


def data_named(graph: Graph, reference: Reference) -> list[Encrypted]:
    """Return the data of the resource that a reference names."""
    return _by_owner(graph).get((reference.unit, reference.address), [])


def _buckets(graph: Graph) -> Iterator[Encrypted]:
    for bucket in graph.all(Bucket):
        found = encryption(graph, bucket)
        if found.by is None or found.is_kms is Verdict.NO:
            continue
        key = key_of(graph, found.kms_key, found.by) or AwsManagedKey("s3")
        verdict = found.is_kms & found.by.presence & bucket.presence
        yield Encrypted(found.by, bucket, "s3", "bucket", key, verdict, bucket.resource.region)


def _others(graph: Graph) -> Iterator[Encrypted]:
    for data in graph.all(EncryptedData):
        key = key_of(graph, data.kms_key, data)
        if key is None:
            key = AwsManagedKey(data.aws_managed.removeprefix(_ALIAS_OF_AWS))
        verdict = data.presence & (Verdict.UNDECIDED if isinstance(data.kms, Unknown) else Verdict.YES)
        region = data.region if data.region is not None else data.resource.region
        yield Encrypted(data, _owner(graph, data), data.service, data.kind, key, verdict, region)


def _owner(graph: Graph, data: EncryptedData) -> Entity:
    found = graph.find(data.encrypts, ProtectedResource, data)
    return found if isinstance(found, ProtectedResource) else data
