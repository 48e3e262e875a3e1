"""Policies of an organization by account: service control policies (SCPs) and resource control policies (RCPs).

AWS Organizations User Guide, "SCP evaluation": at every level from the root down to the account something has to
allow. ``FullAWSAccess`` is attached everywhere from the start; code that attaches an allow list replaces it, for the
list would have no effect beside it. A level that only denies keeps it. "RCP evaluation": ``RCPFullAWSAccess`` is
attached everywhere and cannot be detached, so that RCPs only ever deny.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.facts.iam.access.policies import ALLOW_ALL, Policy, parsed
from seamlint.facts.iam.documents import Effect
from seamlint.graph.graph import Elsewhere, fact
from seamlint.model.iam import ControlPolicy, ControlPolicyAttachment, OrganizationNode, PolicyKind

if TYPE_CHECKING:
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Pointer

Levels = tuple[tuple[Policy, ...], ...]
_DEEPEST = 8


@fact
def management_account(graph: Graph) -> str | None:
    """Return the account that manages the organization, where the code that does so says which it is."""
    roots = (node for node in graph.all(OrganizationNode) if node.kind == "root" and not node.looked_up)
    return next((node.resource.account for node in roots), None)


@fact
def _levels(_graph: Graph) -> dict[tuple[PolicyKind, str], Levels]:
    return {}


def service_control(graph: Graph, account: object) -> Levels:
    """Return the SCPs of an account, a tuple a level from the root down; levels without SCPs are left out."""
    return _control(graph, PolicyKind.SERVICE_CONTROL, account)


def resource_control(graph: Graph, account: object) -> Levels:
    """Return the RCPs of an account, as `service_control` does; they limit who acts on its resources."""
    return _control(graph, PolicyKind.RESOURCE_CONTROL, account)


def _control(graph: Graph, kind: PolicyKind, account: object) -> Levels:
    if not isinstance(account, str):
        return ()
    known = _levels(graph)
    if (kind, account) not in known:
        known[kind, account] = _levels_of(graph, kind, account)
    return known[kind, account]


def _levels_of(graph: Graph, kind: PolicyKind, account: str) -> Levels:
    attached = _attached(graph).get(kind, {})
    node = next((each for each in graph.all(OrganizationNode) if each.account == account), None)
    targets: list[object] = [account]
    while node is not None and len(targets) <= _DEEPEST:
        targets.append(id(node))
        above = graph.find(node.parent, OrganizationNode, node)
        if isinstance(above, Elsewhere):
            targets.append(above.text)
        node = above if isinstance(above, OrganizationNode) else None
    found = (tuple(_with_default(kind, attached[target])) for target in reversed(targets) if target in attached)
    return tuple(found)


def _with_default(kind: PolicyKind, policies: list[Policy]) -> list[Policy]:
    effects = (each.effect for policy in policies for each in policy.document.statements)
    replaced = kind is PolicyKind.SERVICE_CONTROL and any(effect is not Effect.DENY for effect in effects)
    return policies if replaced else [*policies, Policy(None, ALLOW_ALL)]


@fact
def _attached(graph: Graph) -> dict[PolicyKind, dict[object, list[Policy]]]:
    """Return policies by kind and by what they are attached to: a node, or the id of one that no code declares."""
    found: dict[PolicyKind, dict[object, list[Policy]]] = {}
    for attachment in graph.all(ControlPolicyAttachment):
        policy = graph.find(attachment.policy, ControlPolicy, attachment)
        if not isinstance(policy, ControlPolicy) or policy.document is None:
            continue
        document = parsed(graph, policy.document, (policy, attachment))
        through = (attachment.evidence(f"{policy.address} is attached here", "target"),)
        target = _target(graph, attachment.target, attachment)
        held = found.setdefault(policy.document.kind, {})
        held.setdefault(target, []).append(Policy(policy.document, document, through))
    return found


def _target(graph: Graph, pointer: Pointer, attachment: ControlPolicyAttachment) -> object:
    target = graph.find(pointer, OrganizationNode, attachment)
    if isinstance(target, OrganizationNode):
        return target.account if isinstance(target.account, str) else id(target)
    return target.text if isinstance(target, Elsewhere) else target if isinstance(target, Unknown) else None
