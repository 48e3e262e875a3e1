"""IAM entities, dialect-neutral: principals, policies, what they are attached to, and what they protect.

Translators (one per dialect) fill these from evaluated resources; fields whose value is not known are `Unknown`, a
pointer that names another entity stays a pointer until the graph resolves it. A managed policy of AWS's own is named
by its ARN and declared nowhere: `seamlint.model.aws_managed` tells what it grants.
Source: IAM User Guide, "IAM identifiers", "Policies and permissions in AWS Identity and Access Management".
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from seamlint.data_classes import dataclass, field, fields
from seamlint.model.entity import Entity, Maybe, Place, Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seamlint.evaluate.values import Path, Reference, Value
    from seamlint.model.evidence import Evidence
    from seamlint.sources.span import Span


class PolicyKind(Enum):
    """What a policy document is for; it decides which elements it may have."""

    IDENTITY = "identity policy"
    TRUST = "trust policy"
    RESOURCE = "resource policy"
    ENDPOINT = "endpoint policy"
    SERVICE_CONTROL = "service control policy"
    RESOURCE_CONTROL = "resource control policy"


CONTROLS = {
    "SERVICE_CONTROL_POLICY": PolicyKind.SERVICE_CONTROL,
    "RESOURCE_CONTROL_POLICY": PolicyKind.RESOURCE_CONTROL,
}
"""Of the types of an organization's policies, those that bound what is allowed."""


@dataclass(eq=False)
class PolicyDocument:
    """A policy document, and where its elements are written.

    Attributes:
        value: the decoded JSON: an object as a rule, whose parts may be `Unknown`, `Reference` or `Text`; `Unknown`
            where it is not known or cannot be decoded (its needs say why). Other values are malformed documents.
        kind: what it is for.
        place: the resource, and the path in its values, that hold the document.
        service: of a resource policy, the service whose resource it protects, as actions begin: ``s3``, ``kms``.
        written: elements of the document that are attributes of their own, by path in the document, and the path in
            the resource's values (``("Statement", 0, "Principal")`` of a Lambda permission is ``("principal",)``).
    """

    value: Value
    kind: PolicyKind
    place: Place
    service: str = ""
    written: Mapping[Path, Path] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.kind.value} of {self.place.resource.address})"

    @property
    def address(self) -> str:
        """Address of the resource that holds it."""
        return self.place.resource.address

    def at(self, *path: str | int) -> Place:
        """Return the place of a part of the document: ``"Statement", 0, "Action"``."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.written:
                return Place(self.place.resource, self.written[path[:length]] + path[length:])
        return Place(self.place.resource, self.place.path + path)

    def span(self, *path: str | int) -> Span:
        """Return where a part of the document is written: the statement block, the object, the line of the file."""
        return self.at(*path).span()

    def evidence(self, says: str, *path: str | int, because: tuple[Evidence, ...] = ()) -> Evidence:
        """Return a step of a proof at a part of the document, followed by what it came through."""
        return self.at(*path).evidence(says, because)

    def statement_evidence(
        self, index: int, says: str, *element: str | int, because: tuple[Evidence, ...] = ()
    ) -> Evidence:
        """Return a step of a proof at a statement, or at an element of it."""
        return self.evidence(says, *self.statement_path(index), *element, because=because)

    def statement_path(self, index: int) -> Path:
        """Return the path of a statement; one that stands alone is no list of one."""
        alone = isinstance(self.value, dict) and not isinstance(self.value.get("Statement", []), list)
        return ("Statement",) if alone else ("Statement", index)


@dataclass(eq=False, repr=False)
class AwsManagedDocument(PolicyDocument):
    """The document of a managed policy of AWS's own: it stands in no file, so that proofs show what names it.

    Attributes:
        arn: of the policy.
    """

    arn: str = ""

    def at(self, *_path: str | int) -> Place:
        """Return what names the policy."""
        return self.place


@dataclass(eq=False, repr=False)
class IamEntity(Entity):
    """Something of IAM: it belongs to an account and to no region."""

    scope: ClassVar[tuple[str, ...]] = ("account",)


@dataclass(eq=False, repr=False)
class Role(IamEntity):
    """A role.

    Attributes:
        name: its name; None where AWS makes one up.
        iam_path: between ``role`` and the name in its ARN: ``/`` or ``/team/``.
        arn: its ARN: text where all of it is known.
        trust: who may assume it.
        max_session: seconds; unknown in account exports, which do not tell.
        boundary: the ARN of the managed policy that bounds it.
        service_linked: whether an AWS service defined it; organisation policies leave it alone.
        complete: false where it may have policies that no scanned code shows: it is only looked up, or some of its
            inline policies or attachments are not known.
    """

    name: Maybe[str] | None = None
    iam_path: Maybe[str] = "/"
    arn: Pointer = None
    trust: PolicyDocument | None = None
    max_session: Maybe[int] = 3600
    boundary: Pointer = None
    service_linked: bool = False
    complete: bool = True


@dataclass(eq=False, repr=False)
class User(IamEntity):
    """A user; fields as in `Role`."""

    name: Maybe[str] | None = None
    iam_path: Maybe[str] = "/"
    arn: Pointer = None
    boundary: Pointer = None
    complete: bool = True


@dataclass(eq=False, repr=False)
class UserGroup(IamEntity):
    """A user group: what is attached to it, its members are granted. No principal itself. Fields as in `Role`."""

    name: Maybe[str] | None = None
    iam_path: Maybe[str] = "/"
    arn: Pointer = None
    complete: bool = True


@dataclass(eq=False, repr=False)
class GroupMembership(IamEntity):
    """Each of the users is a member of each of the groups.

    Attributes:
        exclusive: whether the groups have no other members (``aws_iam_group_membership``).
    """

    users: list[Pointer] = field(default_factory=list)
    user_groups: list[Pointer] = field(default_factory=list)
    exclusive: bool = False


@dataclass(eq=False, repr=False)
class InstanceProfile(IamEntity):
    """What hands a role to EC2 instances."""

    name: Maybe[str] | None = None
    iam_path: Maybe[str] = "/"
    arn: Pointer = None
    role: Pointer = None


@dataclass(eq=False, repr=False)
class ManagedPolicy(IamEntity):
    """A managed policy: a customer's, or AWS's own where an account export holds it or code looks it up.

    A policy that is only looked up has a document whose value is `Unknown`, unless it is a well-known one of AWS.
    """

    name: Maybe[str] | None = None
    iam_path: Maybe[str] = "/"
    arn: Pointer = None
    document: PolicyDocument | None = None


@dataclass(eq=False, repr=False)
class PolicyAttachment(IamEntity):
    """A managed policy is attached to principals.

    Attributes:
        policy: the ARN: of a `ManagedPolicy`, or of one of AWS's own (ask `seamlint.model.aws_managed.document` first).
        exclusive: whether Terraform detaches the policy from everything else (``aws_iam_policy_attachment``).
    """

    policy: Pointer = None
    roles: list[Pointer] = field(default_factory=list)
    users: list[Pointer] = field(default_factory=list)
    user_groups: list[Pointer] = field(default_factory=list)
    exclusive: bool = False


@dataclass(eq=False, repr=False)
class InlinePolicy(IamEntity):
    """A policy inside a role, user or group, or, as ``AWS::IAM::Policy`` writes it, inside each of several."""

    name: Maybe[str] | None = None
    document: PolicyDocument | None = None
    roles: list[Pointer] = field(default_factory=list)
    users: list[Pointer] = field(default_factory=list)
    user_groups: list[Pointer] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class ProtectedResource(Entity):
    """A resource that may have a policy: a bucket, queue, topic, key, secret, function, repository...

    Attributes:
        service: as its actions begin: ``s3``, ``sqs``, ``kms``, ``lambda``.
        kind: what it is, in words for people: ``bucket``, ``queue``.
        name: its name; None where AWS makes one up.
        arn: its ARN: text where all of it is known.
    """

    service: str = ""
    kind: str = ""
    name: Maybe[str] | None = None
    arn: Pointer = None


@dataclass(eq=False, repr=False)
class ResourcePolicy(Entity):
    """A policy on a resource. Where a resource has several (Lambda permissions), each is one, and all count.

    Attributes:
        protects: names a `ProtectedResource`: by reference, ARN, name or URL; an endpoint for endpoint policies; None
            for a policy of the whole account (ECR registry, CloudWatch Logs).
        service: of that resource, as in `ProtectedResource`.
        complete: false where the resource has further statements that the code does not show.
    """

    protects: Pointer = None
    service: str = ""
    document: PolicyDocument | None = None
    complete: bool = True


@dataclass(eq=False, repr=False)
class KeyGrant(Entity):
    """A grant on a KMS key: a third source of permission that no policy shows.

    Attributes:
        kms_key: names the `ProtectedResource`.
        grantee: who may use it: an ARN.
    """

    kms_key: Pointer = None
    grantee: Pointer = None
    operations: list[Maybe[str]] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class OrganizationNode(IamEntity):
    """A root, organizational unit or account of an organization.

    Attributes:
        kind: ``root``, ``unit`` or ``account``.
        name: its name.
        account: the account's id, where it is one and the id is known.
        parent: the node above.
    """

    kind: str = "account"
    name: Maybe[str] | None = None
    account: Maybe[str] | None = None
    parent: Pointer = None


@dataclass(eq=False, repr=False)
class ControlPolicy(IamEntity):
    """A policy of an organization: an SCP or RCP, as its document's kind tells. Attachments point at it."""

    name: Maybe[str] | None = None
    arn: Pointer = None
    document: PolicyDocument | None = None


@dataclass(eq=False, repr=False)
class ControlPolicyAttachment(IamEntity):
    """An organization's policy is attached to a root, unit or account.

    Attributes:
        target: an `OrganizationNode`, or its id: ``r-...``, ``ou-...``, twelve digits.
    """

    policy: Pointer = None
    target: Pointer = None


@dataclass(eq=False, repr=False)
class IdentityProvider(IamEntity):
    """An identity provider that roles may trust.

    Attributes:
        kind: ``oidc`` or ``saml``.
        url: of an OIDC provider, without ``https://``.
        audiences: client ids that an OIDC provider accepts.
    """

    kind: str = "oidc"
    name: Maybe[str] | None = None
    url: Pointer = None
    audiences: list[Maybe[str]] = field(default_factory=list)
    arn: Pointer = None


@dataclass(eq=False, repr=False)
class ComputeUse(Entity):
    """Something runs with a role: an instance, a function, a task, a build.

    Attributes:
        service: the service principal that assumes the role: ``ec2.amazonaws.com``.
        role: names the `Role`, by ARN or name; None where an instance profile does.
        instance_profile: names the `InstanceProfile`, by ARN or name.
    """

    service: str = ""
    role: Pointer = None
    instance_profile: Pointer = None


@dataclass(eq=False, repr=False)
class Launch(Entity):
    """A resource runs, in its own subnets, what another one describes.

    Attributes:
        of: the other one, whose role it runs with: a service's task definition, a group's launch template.
    """

    of: Reference | None = None


@dataclass(eq=False, repr=False)
class StandalonePolicy(IamEntity):
    """A policy in a file of its own, of which the code does not say what it is attached to.

    Its document's kind is told by its shape and the file's name, `service` likewise; a principal's policies are never
    taken from here.
    """

    document: PolicyDocument | None = None


def documents(entity: Entity) -> Iterator[PolicyDocument]:
    """Yield the policy documents that an entity holds."""
    for each in fields(entity):
        held = getattr(entity, each.name)
        if isinstance(held, PolicyDocument):
            yield held
