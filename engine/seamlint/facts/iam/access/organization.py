"""Service control policies by account.

AWS Organizations User Guide, "SCP evaluation": at every level from the root down to the account something has to
allow. ``FullAWSAccess`` is attached everywhere from the start; code that attaches an allow list replaces it, for the
list would have no effect beside it. A level that only denies keeps it.
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
def _levels(_graph: Graph) -> dict[str, Levels]:
    return {}


def service_control(graph: Graph, account: object) -> Levels:
    """Return the SCPs of an account, a tuple a level from the root down; levels without SCPs are left out."""
    if not isinstance(account, str):
        return ()
    known = _levels(graph)
    if account not in known:
        known[account] = _levels_of(graph, account)
    return known[account]


def _levels_of(graph: Graph, account: str) -> Levels:
    attached = _attached(graph)
    node = next((each for each in graph.all(OrganizationNode) if each.account == account), None)
    targets: list[object] = [account]
    while node is not None and len(targets) <= _DEEPEST:
        targets.append(id(node))
        above = graph.find(node.parent, OrganizationNode, node)
        if isinstance(above, Elsewhere):
            targets.append(above.text)
        node = above if isinstance(above, OrganizationNode) else None
    found = (tuple(_with_default(attached[target])) for target in reversed(targets) if target in attached)
    return tuple(found)


def _with_default(policies: list[Policy]) -> list[Policy]:
    allow = any(each.effect is not Effect.DENY for policy in policies for each in policy.document.statements)
    return policies if allow else [*policies, Policy(None, ALLOW_ALL)]


@fact
def _attached(graph: Graph) -> dict[object, list[Policy]]:
    """Return SCPs by what they are attached to: a node, or the id of one that no code declares."""
    found: dict[object, list[Policy]] = {}
    for attachment in graph.all(ControlPolicyAttachment):
        policy = graph.find(attachment.policy, ControlPolicy, attachment)
        if not isinstance(policy, ControlPolicy) or policy.document is None:
            continue
        if policy.document.kind is PolicyKind.SERVICE_CONTROL:
            document = parsed(graph, policy.document, (policy, attachment))
            through = (attachment.evidence(f"{policy.address} is attached here", "target"),)
            target = _target(graph, attachment.target, attachment)
            found.setdefault(target, []).append(Policy(policy.document, document, through))
    return found


def _target(graph: Graph, pointer: Pointer, attachment: ControlPolicyAttachment) -> object:
    target = graph.find(pointer, OrganizationNode, attachment)
    if isinstance(target, OrganizationNode):
        return target.account if isinstance(target.account, str) else id(target)
    return target.text if isinstance(target, Elsewhere) else target if isinstance(target, Unknown) else None
