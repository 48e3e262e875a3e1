"""Escalation steps: whether a principal can go one of the known ways, towards itself or towards somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.access.administrators import is_administrator, would_be_administrator
from seamlint.facts.iam.access.assume import assumable, assume, matching_roles
from seamlint.facts.iam.access.can import Target, can
from seamlint.facts.iam.access.catalogue import WAYS, On
from seamlint.facts.iam.access.holders import allowing, holds
from seamlint.facts.iam.access.identities import policies_of
from seamlint.facts.iam.access.names import same_account
from seamlint.facts.iam.access.running import profiles, running
from seamlint.facts.iam.access.targets import entity_target, role_target
from seamlint.facts.iam.access.trust import lets_service_assume
from seamlint.facts.iam.access.witnesses import witnesses
from seamlint.facts.iam.globs import Glob
from seamlint.facts.iam.proof import Kind
from seamlint.graph.graph import fact
from seamlint.model.iam import ManagedPolicy, Role, User, UserGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.can import Answer
    from seamlint.facts.iam.access.catalogue import Way
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

_ADMINISTRATOR_ACCESS = {"iam:policyarn": "arn:aws:iam::aws:policy/AdministratorAccess"}


@dataclass(frozen=True, eq=False)
class Step:
    """One step of an escalation.

    Attributes:
        who: takes it.
        towards: whose rights it gives; the principal itself where it raises its own.
        way: the row of the table; None for AssumeRole, which escalates nothing by itself.
        answers: whether each action is allowed, with the proof.
        because: what else it follows from: the role trusts the service, the function has the role.
    """

    who: Identity
    towards: Identity
    way: Way | None
    answers: tuple[Answer, ...]
    because: tuple[Evidence, ...] = ()

    @property
    def primary(self) -> Evidence | None:
        """The statement that allows the first action; what has to be changed."""
        for policy, statement in self.answers[0].allowing(Kind.IDENTITY):
            if policy.source is not None:
                what = f"lets {self.who.address} call {self.answers[0].action} on {self.answers[0].target.title}"
                return policy.evidence(statement, what)[0]
        return None


def own_steps(graph: Graph, who: Identity) -> Iterator[Step]:
    """Yield the ways in which a principal can make itself an administrator."""
    kind = "user" if isinstance(who.entity, User) else "role"
    ways = [way for way in WAYS if way.on in _OWN and way.kind in ("", kind)]
    useful = [way for way in ways if all(holds(who, action) for action in way.actions)]
    if not useful or not would_be_administrator(graph, who):
        return
    for way in useful:
        for target in _own_targets(graph, who, way.on):
            answer = can(graph, who, way.actions[0], target, _ADMINISTRATOR_ACCESS)
            if answer.verdict is Verdict.YES:
                yield Step(who, who, way, (answer,))
                break


def raised_roles(graph: Graph, who: Identity) -> Iterator[Step]:
    """Yield the ways in which a principal can make a role that it may assume an administrator."""
    for way in WAYS:
        if way.on is not On.ASSUMABLE or not holds(who, way.actions[0]):
            continue
        for role, assumed in assumable(graph, who):
            answer = can(graph, who, way.actions[0], role_target(role), _ADMINISTRATOR_ACCESS)
            if answer.verdict is Verdict.YES and would_be_administrator(graph, role):
                yield Step(who, who, way, (answer, assumed))
                break


def remade_roles(graph: Graph, who: Identity) -> Iterator[Step]:
    """Yield the ways in which a principal can write both the trust and the permissions of a role.

    A trust policy that names the principal suffices by itself in one account.
    """
    for way in WAYS:
        if way.on is not On.REMADE or not all(holds(who, action) for action in way.actions):
            continue
        for role in _writable(graph, who, way.actions[0]):
            if same_account(who.account, role.account) is not Verdict.YES or role is who:
                continue
            target = role_target(role)
            answers = [can(graph, who, action, target, _ADMINISTRATOR_ACCESS) for action in way.actions]
            if all(each.verdict is Verdict.YES for each in answers) and would_be_administrator(graph, role):
                yield Step(who, who, way, tuple(answers))
                break


def _writable(graph: Graph, who: Identity, action: str) -> Iterator[Identity]:
    """Yield the roles that the principal's Allows for an action name."""
    for policy in who.policies:
        for statement in allowing(policy.document, action):
            for pattern in statement.resources or ():
                if isinstance(pattern, Glob):
                    yield from matching_roles(graph, pattern)


_OWN = (On.SELF, On.OWN_GROUP, On.OWN_POLICY)


def _own_targets(graph: Graph, who: Identity, on: On) -> Iterator[Target]:
    if on is On.SELF:
        yield Target(who.arn, who.account, who.address)
    elif on is On.OWN_GROUP:
        yield from (entity_target(graph, group) for group in who.groups)
    else:
        yield from (entity_target(graph, each) for each in _own_policies(graph, who))


def _own_policies(graph: Graph, who: Identity) -> Iterator[ManagedPolicy]:
    """Yield the customer managed policies that are attached to a principal or its groups."""
    by_document = _managed(graph)
    for policy in who.policies:
        if policy.source is not None and id(policy.source) in by_document:
            yield by_document[id(policy.source)]


@fact
def _managed(graph: Graph) -> dict[int, ManagedPolicy]:
    return {id(each.document): each for each in graph.all(ManagedPolicy) if each.document and not each.looked_up}


def group_steps(graph: Graph, who: Identity) -> Iterator[Step]:
    """Yield the groups that a user can join and whose rights make it an administrator."""
    way = next(way for way in WAYS if way.on is On.GROUP)
    if not isinstance(who.entity, User) or not holds(who, way.actions[0]):
        return
    for group in graph.all(UserGroup):
        if group in who.groups:
            continue
        member = _member(graph, who, group)
        target = entity_target(graph, group)
        if same_account(who.account, target.account) is not Verdict.YES or not _gains(graph, member):
            continue
        answer = can(graph, who, way.actions[0], target)
        if answer.verdict is Verdict.YES:
            yield Step(who, member, way, (answer,))


def _member(graph: Graph, who: Identity, group: UserGroup) -> Identity:
    gained = tuple(policies_of(graph, group))
    return replace(who, policies=(*who.policies, *gained), groups=(*who.groups, group))


def _gains(graph: Graph, member: Identity) -> bool:
    return is_administrator(graph, member) or next(own_steps(graph, member), None) is not None


def leads_to(graph: Graph, target: Identity, way: Way) -> bool:
    """Tell whether a way can lead to a user or role at all: the role trusts the service, something runs with it."""
    if way.on is On.PASSED:
        return lets_service_assume(target, way.service) is not None
    return way.on is not On.RUNNING or bool(running(graph, target))


def step_towards(graph: Graph, who: Identity, target: Identity, way: Way) -> Step | None:
    """Return the step by which a principal gets the rights of another one in one way; None where it cannot."""
    if same_account(who.account, target.account) is not Verdict.YES:
        return None
    if way.on is On.PASSED:
        return _pass(graph, who, target, way)
    return _take_over(graph, who, target, way) if way.on is On.RUNNING else _act_on(graph, who, target, way)


def _act_on(graph: Graph, who: Identity, target: Identity, way: Way) -> Step | None:
    first = can(graph, who, way.actions[0], Target(target.arn, target.account, target.address))
    if first.verdict is not Verdict.YES:
        return None
    if way.on is On.USER:
        return Step(who, target, way, (first,)) if isinstance(target.entity, User) else None
    if not isinstance(target.entity, Role):
        return None
    # Once the role's trust names the caller, what the trust says now no longer counts.
    then = can(graph, who, "sts:AssumeRole", Target(target.arn, target.account, target.address))
    held = any(step.kind.name == "IDENTITY" and step.lets_through is not Verdict.NO for step in then.decision.steps)
    denied = any(match.verdict is Verdict.YES for _, match in then.decision.denying)
    return Step(who, target, way, (first, then)) if held and not denied else None


def _pass(graph: Graph, who: Identity, role: Identity, way: Way) -> Step | None:
    trusted = lets_service_assume(role, way.service)
    holding = profiles(graph, role) if way.by_profile else []
    passed = can(graph, who, "iam:PassRole", role_target(role), {"iam:passedtoservice": way.service})
    if passed.verdict is not Verdict.YES:
        return None
    calls = [_somewhere(graph, who, action) for action in way.actions[1:]]
    answers = [each for each in calls if each is not None]
    handed = tuple(each.evidence(f"hands {role.address} to instances", "role") for each in holding[:1])
    because = handed if trusted is None else (trusted, *handed)
    return Step(who, role, way, (passed, *answers), because) if len(answers) == len(calls) else None


def _somewhere(graph: Graph, who: Identity, action: str) -> Answer | None:
    """Return how a principal may call an action on something of its choice."""
    for arn in witnesses(who, action):
        title = "what it names so" if arn != "*" else "anything"
        answer = can(graph, who, action, Target(arn, who.account, title))
        if answer.verdict is Verdict.YES:
            return answer
    return None


def _take_over(graph: Graph, who: Identity, role: Identity, way: Way) -> Step | None:
    for use in running(graph, role):
        if use.service != way.service or (way.by_profile and use.instance_profile is None):
            continue
        target = entity_target(graph, use)
        answers = [can(graph, who, action, target) for action in way.actions]
        if all(answer.verdict is Verdict.YES for answer in answers):
            has = use.evidence(
                f"{use.address} runs with {role.address}", "role" if use.role is not None else "instance_profile"
            )
            return Step(who, role, way, tuple(answers), (has,))
    return None


def assume_step(graph: Graph, who: Identity, role: Identity) -> Step:
    """Return the step of assuming a role."""
    return Step(who, role, None, (assume(graph, who, role),))
