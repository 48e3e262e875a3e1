"""Whether a distribution can decrypt what it reads from a bucket (S3-004, S3-005).

"Restrict access to an Amazon S3 origin" in the Amazon CloudFront Developer Guide: an origin access identity knows no
SSE-KMS; with an origin access control, the key's policy must let CloudFront decrypt, and generate data keys for what
it is to write. The policy of an AWS managed key cannot be edited.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.edge.asking import ask
from seamlint.facts.edge.origin_access import CONTROL, IDENTITY, origin_accesses
from seamlint.facts.encryption.keys import key_of, key_target
from seamlint.facts.storage.handed import handed_over
from seamlint.facts.storage.settings import encryption
from seamlint.graph.graph import Elsewhere, fact
from seamlint.model.encryption import Key

if TYPE_CHECKING:
    from seamlint.facts.edge.asking import Said
    from seamlint.facts.edge.origin_access import OriginAccess
    from seamlint.facts.storage.settings import Encryption
    from seamlint.graph.graph import Graph

DECRYPT, GENERATE = "kms:Decrypt", "kms:GenerateDataKey"


@dataclass(frozen=True, eq=False)
class Decryption:
    """A distribution reads a bucket that encrypts with KMS, or may.

    Attributes:
        access: as whom it reads.
        encryption: how the bucket encrypts.
        kms_key: the key; None where it is AWS's own, or not found.
        answers: whether CloudFront may do with it what it needs to; empty where there is nothing to ask.
        fails: whether it cannot read, or write.
        needs: names of what would decide it.
    """

    access: OriginAccess
    encryption: Encryption
    kms_key: Key | None
    answers: tuple[Said, ...]
    fails: Verdict
    needs: tuple[str, ...]

    @property
    def lacking(self) -> tuple[Said, ...]:
        """What CloudFront needs to do with the key and may not."""
        return tuple(each for each in self.answers if each.may is Verdict.NO)


@fact
def by_identity(graph: Graph) -> list[Decryption]:
    """Return the buckets, read with an origin access identity, that encrypt with KMS or may."""
    found = []
    for access in origin_accesses(graph):
        used = encryption(graph, access.bucket)
        fails = used.is_kms & access.verdict
        if access.kind == IDENTITY and fails is not Verdict.NO:
            found.append(Decryption(access, used, None, (), fails, (*used.algorithm.needs, *access.needs)))
    return found


@fact
def by_control(graph: Graph) -> list[Decryption]:
    """Return the buckets, read with an origin access control, whose key CloudFront cannot, or may not, use."""
    found = (_by_control(graph, each) for each in origin_accesses(graph) if each.kind == CONTROL and each.signs)
    return [each for each in found if each.fails is not Verdict.NO]


def _by_control(graph: Graph, access: OriginAccess) -> Decryption:
    used = encryption(graph, access.bucket)
    exists = used.is_kms & access.verdict
    missing = (*used.algorithm.needs, *access.needs)
    key = key_of(graph, used.kms_key, used.by or access.bucket) if exists is not Verdict.NO else None
    if isinstance(key, Key):
        answers = tuple(ask(graph, access, action, key_target(graph, key)) for action in _needed(access))
        fails, needs = _fails(graph, key, answers)
        return Decryption(access, used, key, answers, fails & exists, (*missing, *needs))
    if isinstance(key, (Elsewhere, Unknown)):
        needs = key.needs if isinstance(key, Unknown) else (f"the policy of {key.text}",)
        return Decryption(access, used, None, (), exists & Verdict.UNDECIDED, (*missing, *needs))
    return Decryption(access, used, None, (), exists, missing)


def _fails(graph: Graph, key: Key, answers: tuple[Said, ...]) -> tuple[Verdict, tuple[str, ...]]:
    """Tell whether CloudFront may not do something of what it needs to, and what would decide it."""
    absent = _may_be_set_elsewhere(graph, key, answers)
    fails = reduce(or_, (~each.may for each in answers), Verdict.NO)
    needs = tuple(name for each in answers for name in each.answer.needs)
    return fails & (Verdict.UNDECIDED if absent else Verdict.YES), (*needs, *absent)


def _may_be_set_elsewhere(graph: Graph, key: Key, answers: tuple[Said, ...]) -> tuple[str, ...]:
    """Return the modules that are not on disk and may set the policy of a key that has the default one so far."""
    sources = [each.source for answer in answers for each in answer.answer.target.policies]
    written = any(each is not None and each.place.path for each in sources)
    return () if written else handed_over(graph, key)


def _needed(access: OriginAccess) -> tuple[str, ...]:
    """Return what CloudFront does with the key: a distribution that accepts PUT writes too."""
    writes = any("PUT" in route.behavior.methods for route in access.routes if route.verdict is Verdict.YES)
    return (DECRYPT, GENERATE) if writes else (DECRYPT,)
