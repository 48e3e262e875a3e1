"""What runs with which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.graph.graph import fact
from seamlint.model.iam import ComputeUse, InstanceProfile, Launch, Role

if TYPE_CHECKING:
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.graph.graph import Graph


@fact
def _uses(graph: Graph) -> dict[int, list[ComputeUse]]:
    """Return by role what runs with it, by itself or through an instance profile."""
    found: dict[int, list[ComputeUse]] = {}
    for use in graph.all(ComputeUse):
        role = graph.find(use.role, Role, use)
        profile = graph.find(use.instance_profile, InstanceProfile, use)
        if isinstance(profile, InstanceProfile):
            role = graph.find(profile.role, Role, profile)
        if isinstance(role, Role):
            found.setdefault(id(role), []).append(use)
    return found


def running(graph: Graph, role: Identity) -> list[ComputeUse]:
    """Return what runs with a role."""
    return _uses(graph).get(id(role.entity), [])


@fact
def _launched(graph: Graph) -> dict[tuple[str, str], list[Launch]]:
    found: dict[tuple[str, str], list[Launch]] = {}
    for launch in graph.all(Launch):
        if launch.of is not None:
            found.setdefault((launch.of.unit, launch.of.address), []).append(launch)
    return found


def launched(graph: Graph, use: ComputeUse) -> list[Launch]:
    """Return what runs, in its own subnets, what the resource of a use describes."""
    return _launched(graph).get((use.resource.unit, use.resource.address), [])


def profiles(graph: Graph, role: Identity) -> list[InstanceProfile]:
    """Return the instance profiles that hold a role."""
    return graph.pointing(InstanceProfile, "role", role.entity)
