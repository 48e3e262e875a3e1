"""Conditions that ask the engine: `can`, `trusts`, `decrypts`, `reaches`, and where things are."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.declared.comparisons import variable
from seamlint.declared.condition import Bound, Condition, Weighed
from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.identities import identities
from seamlint.facts.iam.access.targets import elsewhere, entity_target, part_of, resource_target, role_target
from seamlint.facts.iam.access.visitors import anyone, service
from seamlint.facts.network.reach import PROTOCOLS, reach
from seamlint.model.iam import ProtectedResource, Role, User
from seamlint.model.network import Attachment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from seamlint.declared.document import Written
    from seamlint.declared.selectors import Selector
    from seamlint.facts.iam.access.can import Target
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.visitors import Visitor
    from seamlint.facts.network.routing import Answer as Passage
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity

    Variables = Mapping[str, Selector]

ANYONE = "anyone"
INTERNET = "internet"
_PRINCIPALS = (Role.__name__, User.__name__)
_LAST_PORT = 65535


def may(written: Written, variables: Variables) -> Condition:
    """Read ``can: {who: role, action: s3:GetObject, on: bucket, below: /*}``."""
    fields = written.fields(("who", "action", "on"), ("below",))
    action = fields["action"].text
    if not all(action.partition(":")) or "*" in action:
        raise fields["action"].error("must be one action: service:Action")
    below = fields["below"].text if "below" in fields else ""
    return _permitted(fields["who"], action, fields["on"], below, variables)


def decrypts(written: Written, variables: Variables) -> Condition:
    """Read ``decrypts: {who: role, key: key}``."""
    fields = written.fields(("who", "key"))
    return _permitted(fields["who"], "kms:Decrypt", fields["key"], "", variables)


def trusts(written: Written, variables: Variables) -> Condition:
    """Read ``trusts: {role: role, whom: other}``: the other may assume the role."""
    fields = written.fields(("role", "whom"))
    if variables[variable(fields["role"], variables)].kind != Role.__name__:
        raise fields["role"].error("must select roles: $.Role[*]")
    return _permitted(fields["whom"], "sts:AssumeRole", fields["role"], "", variables)


def reaches(written: Written, variables: Variables) -> Condition:
    """Read ``reaches: {from: internet, to: instance, port: 22, protocol: tcp}``."""
    fields = written.fields(("from", "to", "port"), ("protocol",))
    protocol = fields["protocol"].text if "protocol" in fields else "tcp"
    if protocol not in PROTOCOLS:
        raise fields["protocol"].error(f"must be one of {', '.join(PROTOCOLS)}")
    port = fields["port"].whole
    if not 0 <= port <= _LAST_PORT:
        raise fields["port"].error(f"must be a port, 0 to {_LAST_PORT}")
    source = None if fields["from"].text == INTERNET else variable(fields["from"], variables)
    target = variable(fields["to"], variables)

    def weigh(graph: Graph, bound: Bound) -> Weighed:
        sources = [None] if source is None else _interfaces(graph, bound[source].entity)
        answers = [
            reach(graph, one, other, protocol, port)
            for one in sources for other in _interfaces(graph, bound[target].entity)
        ]  # fmt: skip
        return _any(answers)

    return Condition(weigh, frozenset({target} | ({source} if source else set())))


def same_region(written: Written, variables: Variables) -> Condition:
    """Read ``same-region: [one, other]``."""
    return _alike(written, variables, "region")


def same_account(written: Written, variables: Variables) -> Condition:
    """Read ``same-account: [one, other]``."""
    return _alike(written, variables, "account")


def different(written: Written, variables: Variables) -> Condition:
    """Read ``different: [one, other]``: not one and the same."""
    one, other = _two(written, variables)

    def weigh(_graph: Graph, bound: Bound) -> Weighed:
        ends = (bound[name].entity for name in (one, other))
        return Weighed(Verdict.of(len({(end.resource.unit, end.address, end.path) for end in ends}) > 1))

    return Condition(weigh, frozenset({one, other}))


QUESTIONS: dict[str, Callable[[Written, Variables], Condition]] = {
    "can": may,
    "trusts": trusts,
    "decrypts": decrypts,
    "reaches": reaches,
    "same-region": same_region,
    "same-account": same_account,
    "different": different,
}
"""By the key that a condition has."""


def _permitted(who: Written, action: str, on: Written, below: str, variables: Variables) -> Condition:
    caller, visitor = _who(who, variables)
    literal = on.text if on.text.startswith("arn:") or on.text == "*" else None
    target = None if literal else variable(on, variables)

    def weigh(graph: Graph, bound: Bound) -> Weighed:
        asking = visitor or _identity(graph, bound[str(caller)].entity)
        if asking is None:
            return Weighed(Verdict.NO)
        near = None if visitor else asking.account
        whole = elsewhere(literal, near) if literal else _target(graph, bound[str(target)].entity)
        answer = can(graph, asking, action, part_of(whole, below) if below else whole)
        return Weighed(answer.verdict, answer.because, answer.needs)

    return Condition(weigh, frozenset(name for name in (caller, target) if name))


def _who(written: Written, variables: Variables) -> tuple[str | None, Visitor | None]:
    """Return the variable of a principal, or the caller that no code declares."""
    text = written.text
    if text == ANYONE:
        return None, anyone()
    if text.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return None, service(text)
    name = variable(written, variables)
    if variables[name].kind not in _PRINCIPALS:
        raise written.error(f"must select roles or users ($.Role[*]), or be a service or {ANYONE}")
    return name, None


def _identity(graph: Graph, entity: Entity) -> Identity | None:
    return next((each for each in identities(graph) if each.entity is entity), None)


def _target(graph: Graph, entity: Entity) -> Target:
    if isinstance(entity, Role):
        role = _identity(graph, entity)
        return role_target(role) if role else entity_target(graph, entity)
    protected = [entity] if isinstance(entity, ProtectedResource) else graph.of(ProtectedResource, entity)
    return resource_target(graph, protected[0]) if protected else entity_target(graph, entity)


def _interfaces(graph: Graph, entity: Entity) -> list[Attachment]:
    return [entity] if isinstance(entity, Attachment) else graph.of(Attachment, entity)


def _any(answers: list[Passage]) -> Weighed:
    verdict = reduce(or_, (each.verdict for each in answers), Verdict.NO)
    telling = [each for each in answers if each.verdict is verdict]
    needs = tuple(dict.fromkeys(name for each in telling for name in each.needs))
    return Weighed(verdict, telling[0].because if telling else (), needs)


def _two(written: Written, variables: Variables) -> tuple[str, str]:
    items = written.items()
    if len(items) != 2:
        raise written.error("must be a list of two variables")
    return variable(items[0], variables), variable(items[1], variables)


def _alike(written: Written, variables: Variables, where: str) -> Condition:
    one, other = _two(written, variables)

    def weigh(_graph: Graph, bound: Bound) -> Weighed:
        ends = [bound[name].entity for name in (one, other)]
        places = [getattr(end.resource, where) for end in ends]
        if None in places:
            lacking = (end.resource.unit for end, at in zip(ends, places, strict=True) if at is None)
            return Weighed(Verdict.UNDECIDED, (), tuple(f"the {where} of {unit}" for unit in dict.fromkeys(lacking)))
        steps = tuple(end.evidence(f"is in {where} {at}") for end, at in zip(ends, places, strict=True))
        return Weighed(Verdict.of(places[0] == places[1]), steps)

    return Condition(weigh, frozenset({one, other}))
