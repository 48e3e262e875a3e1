"""A request to AWS, and the policies that it meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.values import Value, Verdict
from seamlint.facts.iam.context import Context

if TYPE_CHECKING:
    from seamlint.facts.iam.documents import Document
    from seamlint.facts.iam.principals import Caller


@dataclass(slots=True, eq=False)
class Request:
    """One call of one action on one resource.

    Attributes:
        caller: who calls.
        action: ``service:Action``.
        resource: the resource's ARN, or ``*`` for an action that knows none; may be partly known.
        resource_account: the account that owns the resource, None while it is not known.
        context: condition keys; those that AWS derives from caller and resource are filled in where they are missing.
        same_account: whether caller and resource belong to one account; by default what the account ids tell.
    """

    caller: Caller
    action: str
    resource: Value
    resource_account: str | None
    context: Context = field(default_factory=lambda: Context({}))
    same_account: Verdict | None = None
    service: str = field(init=False)

    def __post_init__(self) -> None:
        self.action = self.action.lower()
        self.service = self.action.partition(":")[0]
        if self.same_account is None:
            accounts = (self.caller.account, self.resource_account)
            self.same_account = Verdict.UNDECIDED if None in accounts else Verdict.of(accounts[0] == accounts[1])
        self.context.fill(self.caller.keys)
        if self.resource_account is not None:
            self.context.fill({"aws:resourceaccount": self.resource_account})


@dataclass(slots=True, eq=False)
class Policies:
    """Everything that is attached to the caller, the resource, their accounts and the way between them.

    Attributes:
        identity: managed and inline policies of the user (and its groups) or role.
        resource: the resource's policy: bucket, key, queue, trust policy...; None where it has none.
        boundaries: the caller's permissions boundary; empty where it has none.
        session: the policy that was passed when the session began; None where there is none.
        service_control: a list a level of the organisation, from its root down to the caller's account.
        resource_control: likewise, down to the resource's account.
        endpoint: of the VPC endpoint that the call goes through; empty where it goes through none.
        management_account: the organisation's management account, where it is known.
        has_key_grants: whether grants are declared for the KMS key; what they allow is not in the code.
    """

    identity: tuple[Document, ...] = ()
    resource: Document | None = None
    boundaries: tuple[Document, ...] = ()
    session: Document | None = None
    service_control: tuple[tuple[Document, ...], ...] = ()
    resource_control: tuple[tuple[Document, ...], ...] = ()
    endpoint: tuple[Document, ...] = ()
    management_account: str | None = None
    has_key_grants: bool = False
