"""Blocked flows between groups, put together for judgement: the four evaluations as one proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.hops import denial_steps
from seamlint.facts.network.paths import Evaluation, GroupPath, blocked_paths
from seamlint.facts.network.remedies import acl_entries
from seamlint.facts.network.words import service_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence
    from seamlint.model.network import NetworkAcl


@dataclass(frozen=True, eq=False)
class BlockedFlow:
    """A flow between two groups that one ACL stops (NET-008).

    Attributes:
        path: from the first pair of subnets; ``others`` the same between further subnets.
        step: the first of the four evaluations that denies all.
    """

    path: GroupPath
    others: tuple[GroupPath, ...]
    step: Evaluation
    acl: NetworkAcl

    @property
    def services(self) -> str:
        """What both rules let through, in words."""
        return service_words(self.path.services.must)

    @property
    def where(self) -> str:
        """Which of the four evaluations stops it, in words."""
        return self.step.says

    def proof(self) -> tuple[Evidence, ...]:
        """Return the two rules, how the subnets come to their ACLs, and all evaluations in order."""
        path = self.path
        rules = (
            path.out.evidence(f"{path.client.address} lets out {self.services} to {path.server.address}"),
            path.into.evidence(f"{path.server.address} lets in {self.services} from {path.client.address}"),
        )
        steps = tuple(each for step in path.evaluations for each in _steps(step))
        acls = (*path.source.because, *path.target.because)
        return tuple(dict.fromkeys((*rules, *acls, *steps)))

    def fix(self, graph: Graph) -> str:
        """Return the entries that are missing in this ACL."""
        missing = [step for step in self.path.evaluations
                   if step.acl.acl is self.acl and step.denied is Verdict.YES]  # fmt: skip
        return "\n\n".join(acl_entries(graph, step.table, self.acl, step.packets.must) for step in missing)


def blocked_flows(graph: Graph) -> list[BlockedFlow]:
    """Return the blocked flows, one for each pair of rules and each ACL that stops them."""
    return [flow for paths in blocked_paths(graph) for flow in _flow(paths)]


def _flow(paths: tuple[GroupPath, ...]) -> Iterator[BlockedFlow]:
    step = paths[0].blocking
    if step and step.acl.acl:
        yield BlockedFlow(paths[0], paths[1:], step, step.acl.acl)


def _steps(step: Evaluation) -> Iterator[Evidence]:
    """Yield what one evaluation comes to, at the entries that decide it."""
    if step.denied is Verdict.YES:
        yield from denial_steps(step.acl, step.table, step.packets.must, f"denies it where {step.says}")
        return
    allowed = [each.entry for each in step.table.allowances(step.packets.must) if each.entry]
    for entry in allowed[:2]:
        yield entry.evidence(f"allowed where {step.says}", "number")
    if not allowed:
        yield (step.acl.acl or step.acl.subnet).evidence(f"allowed where {step.says}: the default network ACL")
