"""Keys of AWS KMS and the aliases that name them, dialect-neutral.

The resource that declares a key is a `seamlint.model.iam.ProtectedResource` too, and its key policy a `ResourcePolicy`.
Sources: AWS KMS API Reference, "CreateKey", "ReplicateKey", "CreateAlias"; AWS KMS Developer Guide, "Key types",
"Multi-Region keys in AWS KMS".
"""

from __future__ import annotations

from seamlint.data_classes import dataclass
from seamlint.model.entity import Entity, Maybe, Pointer

SYMMETRIC = "SYMMETRIC_DEFAULT"


@dataclass(eq=False, repr=False)
class Key(Entity):
    """A customer managed key, or one that is only looked up: of that all that is not its name is unknown.

    A replica has spec, usage, origin and rotation of its primary: these are unknown here.

    Attributes:
        spec: ``SYMMETRIC_DEFAULT``, ``RSA_2048``, ``HMAC_256``...
        usage: ``ENCRYPT_DECRYPT``, ``SIGN_VERIFY``, ``GENERATE_VERIFY_MAC``, ``KEY_AGREEMENT``.
        origin: of its key material: ``AWS_KMS``, ``EXTERNAL`` (imported), ``AWS_CLOUDHSM`` or ``EXTERNAL_KEY_STORE``
            (custom key stores).
        multi_region: whether replicas of it may exist in other regions.
        primary: of a replica, the ARN of the key that it is a replica of.
        rotation: whether automatic rotation is on.
        rotation_period: days between rotations; None for AWS's own 365.
        deletion_window: days that a deletion waits; None for AWS's own 30.
        bypasses_lockout_check: whether AWS is told not to refuse a policy that nobody could change again.
        enabled: whether it can be used.
        looked_up_as: of a data source, what it looks for: a key id, alias name or ARN.
    """

    spec: Maybe[str] = SYMMETRIC
    usage: Maybe[str] = "ENCRYPT_DECRYPT"
    origin: Maybe[str] = "AWS_KMS"
    multi_region: Maybe[bool] = False
    primary: Pointer = None
    rotation: Maybe[bool] = False
    rotation_period: Maybe[int] | None = None
    deletion_window: Maybe[int] | None = None
    bypasses_lockout_check: Maybe[bool] = False
    enabled: Maybe[bool] = True
    looked_up_as: Pointer = None


@dataclass(eq=False, repr=False)
class KeyAlias(Entity):
    """A name for a key, unique in an account and region.

    Attributes:
        name: with ``alias/`` before it; None where the provider makes one up.
        target: the key's id or ARN; None for an alias that is only looked up.
        target_attributes: attributes of the resource whose value names the key, not the alias (``target_key_arn``).
    """

    name: Maybe[str] | None = None
    target: Pointer = None
    target_attributes: frozenset[str] = frozenset()
