"""Callers that no scanned code declares and that need no identity policies: services, origin access identities, anyone.

A resource policy alone decides about them ("AWS JSON policy elements: Principal" in the IAM User Guide), so that they
take the place of an `Identity` in `can.can`, with the condition keys that AWS sends for such callers ("AWS global
condition context keys"). What a caller of `can` knows besides (``aws:SourceArn``, ``aws:SourceAccount``), it gives as
context; a key that nobody gives is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.values import Reference, Text
from seamlint.facts.iam.principals import (
    ANONYMOUS,
    BY_ITSELF,
    Caller,
    CallerKind,
    caller,
    foreseen_caller,
    partly_known_caller,
)

if TYPE_CHECKING:
    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.organization import Levels
    from seamlint.facts.iam.access.policies import Policy

_NOT_OF_AN_ACCOUNT = dict.fromkeys(
    ("aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths", "aws:username")
)
# A service's own call comes from AWS: through no endpoint of a customer, from no address that a policy could name.
_FROM_AWS = dict.fromkeys(("aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip", "aws:calledvia"))
_FOR_NO_RESOURCE = dict.fromkeys(("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceowner"))
_ITSELF = {"aws:viaawsservice": "false"}
# An origin access identity comes over HTTP where the viewer does; services sign over TLS.
_ENCRYPTED = {"aws:securetransport": "true"}


@dataclass(frozen=True, eq=False)
class Visitor:
    """A caller without identity policies; attributes as in `Identity`.

    Attributes:
        caller: who it is in a request.
        address: what proofs call it.
        arn: its ARN, name or reference.
        keys: the condition keys that AWS sends, or never sends (None), for it.
    """

    caller: Caller
    address: str
    arn: Value
    keys: dict[str, object] = field(default_factory=dict)
    account: str | Reference | None = None
    policies: tuple[Policy, ...] = ()
    boundaries: tuple[Policy, ...] = ()
    suspected: tuple[Policy, ...] = ()
    control: Levels = ()


def service(name: str) -> Visitor:
    """Return a service that calls by its own name: ``cloudfront.amazonaws.com``.

    Raises:
        ValueError: no service is called so.
    """
    return Visitor(caller(name), name, name, {**_NOT_OF_AN_ACCOUNT, **_FROM_AWS, **_ITSELF, **_ENCRYPTED})


def service_linked_role(arn: Value, account: str | Reference) -> Visitor:
    """Return a service-linked role, which no code declares, as a caller to whom its own policies grant nothing.

    Args:
        arn: its ARN, which may be partly known.
        account: that it belongs to, or the symbol for it.

    Raises:
        ValueError: the ARN names no principal.
    """
    known = account if isinstance(account, str) else None
    who = foreseen_caller(arn) if isinstance(arn, str) else partly_known_caller(CallerKind.ROLE, arn, known)
    last = arn.parts[-1] if isinstance(arn, Text) else arn
    title = last.rpartition("/")[2] if isinstance(last, str) else "the service-linked role"
    keys = {"aws:principalarn": arn, "aws:principalaccount": account, "kms:calleraccount": account}
    return Visitor(who, title, arn, {**keys, "aws:principalisawsservice": "false"}, account)


def origin_access_identity(address: str, arns: tuple[Value, ...], canonical_ids: tuple[Value, ...] = ()) -> Visitor:
    """Return an origin access identity.

    Args:
        address: what proofs call it.
        arns: every spelling of its ARN: text, text around the reference to its id, a reference to its ``iam_arn``.
        canonical_ids: every spelling of its canonical user id.
    """
    known = {arn: BY_ITSELF for arn in arns if isinstance(arn, str)}
    names = {"AWS": known, "CanonicalUser": {each: BY_ITSELF for each in canonical_ids if isinstance(each, str)}}
    unknown = tuple((each, BY_ITSELF) for each in arns if isinstance(each, (Reference, Text)))
    unknown_ids = tuple((each, BY_ITSELF) for each in canonical_ids if isinstance(each, (Reference, Text)))
    who = Caller(
        CallerKind.ORIGIN_ACCESS_IDENTITY, arns[0], None, names, unknown_names=unknown, unknown_canonical=unknown_ids
    )
    return Visitor(who, address, arns[0], {**_NOT_OF_AN_ACCOUNT, **_FROM_AWS, **_FOR_NO_RESOURCE, **_ITSELF})


def service_account(account: str, partition: str = "aws") -> Visitor:
    """Return a service that calls from an account of AWS's own, as Elastic Load Balancing does in older regions.

    Args:
        account: its id, 12 digits.
        partition: of the region.
    """
    root = f"arn:{partition}:iam::{account}:root"
    who = Caller(CallerKind.SERVICE, root, account, {"AWS": {account: BY_ITSELF, root: BY_ITSELF}})
    keys = {"aws:principalaccount": account, "aws:principalisawsservice": "false"}
    return Visitor(who, root, root, {**_FOR_NO_RESOURCE, **_FROM_AWS, **_ITSELF, **_ENCRYPTED, **keys})


def anyone() -> Visitor:
    """Return somebody on the internet who signs nothing."""
    keys = {"aws:userid": "anonymous", "aws:principaltype": "Anonymous", "aws:principalisawsservice": "false"}
    return Visitor(ANONYMOUS, "anyone", "*", {**_NOT_OF_AN_ACCOUNT, **_FOR_NO_RESOURCE, **_ITSELF, **keys})
