"""Users and roles with every policy that is in force for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.values import Reference, Text, Unknown, Value
from seamlint.facts.iam.access.names import names
from seamlint.facts.iam.access.organization import service_control
from seamlint.facts.iam.access.policies import Policy, may_allow, parsed
from seamlint.facts.iam.principals import BY_ACCOUNT, Caller, CallerKind, foreseen_caller, partly_known_caller
from seamlint.graph.graph import Elsewhere, fact
from seamlint.model import aws_managed
from seamlint.model.iam import GroupMembership, InlinePolicy, ManagedPolicy, PolicyAttachment, Role, User, UserGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.organization import Levels
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity, Place, Pointer
    from seamlint.model.evidence import Evidence

Holder = Union[Role, User, UserGroup]
_FIELDS: dict[type[Entity], str] = {Role: "roles", User: "users", UserGroup: "user_groups"}


@dataclass(eq=False)
class Identity:
    """A user or role.

    Attributes:
        entity: declares it.
        arn: as `Names` spells it.
        account: its account, or the symbol for it.
        caller: who it is in a request.
        policies: its identity policies, those of its groups included.
        boundaries: its permissions boundary; empty where it has none.
        control: SCPs of its account, a tuple a level.
        trust: of a role, who may assume it.
        groups: of a user, the groups it is a member of.
        needs: names of what may add to its policies and is not shown; empty where they are all known.
    """

    entity: Role | User
    arn: Value
    account: str | Reference
    caller: Caller
    policies: tuple[Policy, ...]
    boundaries: tuple[Policy, ...] = ()
    control: Levels = ()
    trust: Policy | None = None
    groups: tuple[UserGroup, ...] = ()
    needs: tuple[str, ...] = ()
    suspected: tuple[Policy, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.suspected = (Policy(None, may_allow(self.needs)),) if self.needs else ()

    @property
    def address(self) -> str:
        """Address of what declares it."""
        return self.entity.address

    def __repr__(self) -> str:
        return f"Identity({self.address})"


@fact
def identities(graph: Graph) -> list[Identity]:
    """Return every user and role that is declared, or looked up and not declared."""
    entities: list[Role | User] = [*graph.all(User), *graph.all(Role)]
    found = [_identity(graph, each) for each in entities]
    declared = {str(each.arn) for each in found if not each.entity.looked_up}
    return [each for each in found if not each.entity.looked_up or str(each.arn) not in declared]


@fact
def by_arn(graph: Graph) -> dict[Value, Identity]:
    """Return identities by their ARNs."""
    return {each.arn: each for each in identities(graph) if not isinstance(each.arn, (list, dict))}


def _identity(graph: Graph, entity: Role | User) -> Identity:
    known = names(graph)
    arn, account = known.arn(entity), known.account(entity)
    holders: list[Holder] = [entity]
    through: dict[int, tuple[Evidence, ...]] = {}
    for membership in graph.pointing(GroupMembership, "users", entity):
        for pointer in membership.user_groups:
            group = graph.find(pointer, UserGroup, membership)
            if isinstance(group, UserGroup) and id(group) not in through:
                holders.append(group)
                through[id(group)] = (membership.evidence(f"{entity.address} is a member of {group.address}"),)
    policies = [policy for holder in holders for policy in policies_of(graph, holder, through.get(id(holder), ()))]
    return Identity(
        entity=entity,
        arn=arn,
        account=account,
        caller=_caller(entity, arn, account),
        policies=tuple(policies),
        boundaries=tuple(_boundary(graph, entity)),
        control=() if isinstance(entity, Role) and entity.service_linked else service_control(graph, account),
        trust=_trust(graph, entity),
        groups=tuple(each for each in holders if isinstance(each, UserGroup)),
        needs=_needs(graph, holders),
    )


def _caller(entity: Role | User, arn: Value, account: str | Reference) -> Caller:
    """Return who an entity is in a request; its account, where only a symbol stands for it, names it too."""
    if isinstance(arn, str):
        try:
            return foreseen_caller(arn)
        except ValueError:
            pass
    kind = CallerKind.ROLE if isinstance(entity, Role) else CallerKind.USER
    if isinstance(account, str):
        return partly_known_caller(kind, arn, account)
    who = partly_known_caller(kind, arn, None)
    root = Text(("arn:aws:iam::", account, ":root"))
    return Caller(
        kind, arn, None, who.names, unknown_names=(*who.unknown_names, (account, BY_ACCOUNT), (root, BY_ACCOUNT)),
        keys=who.keys, is_foreseen=True,
    )  # fmt: skip


def _trust(graph: Graph, entity: Role | User) -> Policy | None:
    if isinstance(entity, User) or entity.trust is None:
        return None
    return Policy(entity.trust, parsed(graph, entity.trust))


def policies_of(graph: Graph, holder: Holder, through: tuple[Evidence, ...] = ()) -> Iterator[Policy]:
    """Yield the policies that are inside, or attached to, a user, role or group."""
    attribute = _FIELDS[type(holder)]
    for inline in graph.pointing(InlinePolicy, attribute, holder):
        if inline.document is not None:
            yield Policy(inline.document, parsed(graph, inline.document, (inline,)), through)
    for attachment in graph.pointing(PolicyAttachment, attribute, holder):
        how = (attachment.evidence(f"is attached to {holder.address} here", "policy"), *through)
        yield from _managed(graph, attachment.policy, attachment, attachment.place("policy"), how)


def _managed(
    graph: Graph, pointer: Pointer, near: Entity, place: Place, through: tuple[Evidence, ...]
) -> Iterator[Policy]:
    of_aws = aws_managed.document(pointer, place)
    if of_aws is not None and not isinstance(of_aws.value, Unknown):
        yield Policy(of_aws, parsed(graph, of_aws, (near,)))
        return
    found = graph.find(pointer, ManagedPolicy, near)
    if isinstance(found, ManagedPolicy) and found.document is not None:
        yield Policy(found.document, parsed(graph, found.document, (found, near)), through)
    elif of_aws is not None:
        yield Policy(of_aws, may_allow((f"what {of_aws.arn} grants",)))
    elif found is not None:
        missing = (found.text,) if isinstance(found, Elsewhere) else getattr(found, "needs", (near.address,))
        yield Policy(None, may_allow(tuple(missing)), through)


def _boundary(graph: Graph, entity: Role | User) -> Iterator[Policy]:
    if entity.boundary is not None:
        through = (entity.evidence(f"bounds {entity.address}", "boundary"),)
        yield from _managed(graph, entity.boundary, entity, entity.place("boundary"), through)


def _needs(graph: Graph, holders: list[Holder]) -> tuple[str, ...]:
    """Return what may add to the policies of a user or role: what it does not show, what may be attached to it."""
    missing = [f"the other policies of {each.address}" for each in holders if not each.complete]
    for holder in holders:
        missing += _astray(graph).get((type(holder), holder.resource.unit), ())
    if isinstance(holders[0], User):
        missing += _astray(graph).get((GroupMembership, holders[0].resource.unit), ())
    return tuple(dict.fromkeys(missing))


@fact
def _astray(graph: Graph) -> dict[tuple[type, str], list[str]]:
    """Return policies and memberships that belong to nobody knows whom, by kind of owner and unit."""
    found: dict[tuple[type, str], list[str]] = {}
    for kind, attribute in _FIELDS.items():
        for held in (InlinePolicy, PolicyAttachment):
            for each in graph.astray(held, attribute, kind):
                found.setdefault((kind, each.resource.unit), []).append(f"whom {each.address} is for")
    for each in graph.astray(GroupMembership, "users", User):
        found.setdefault((GroupMembership, each.resource.unit), []).append(f"the members in {each.address}")
    return found
