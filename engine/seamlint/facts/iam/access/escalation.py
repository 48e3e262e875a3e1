"""The shortest ways to administrator's rights, found backwards from the administrators (IAM-006).

Each principal is reached once, so that the search costs what the graph of principals has, cycles included.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.facts.iam.access.administrators import administrators
from seamlint.facts.iam.access.assume import callers
from seamlint.facts.iam.access.catalogue import WAYS, On
from seamlint.facts.iam.access.holders import holders
from seamlint.facts.iam.access.identities import identities
from seamlint.facts.iam.access.steps import (
    Step,
    assume_step,
    group_steps,
    leads_to,
    own_steps,
    raised_roles,
    remade_roles,
    step_towards,
)
from seamlint.graph.graph import fact
from seamlint.model.iam import Role, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.facts.iam.access.catalogue import Way
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.graph.graph import Graph

_TOWARDS = [way for way in WAYS if way.on in (On.USER, On.ROLE, On.PASSED, On.RUNNING)]


@dataclass(frozen=True, eq=False)
class Escalation:
    """A principal that is no administrator, and how it gets there.

    Attributes:
        who: the principal.
        steps: the shortest way; the last one ends at an administrator.
        others: further ways in which it can take the first step.
    """

    who: Identity
    steps: tuple[Step, ...]
    others: tuple[Way, ...] = ()


@fact
def escalations(graph: Graph) -> list[Escalation]:
    """Return every principal whose own permissions begin a way to administrator's rights."""
    search = _Search(graph)
    search.run()
    return [Escalation(who, tuple(search.path(who)), search.others(who))
            for who in identities(graph) if who in search.steps and search.steps[who].way is not None]  # fmt: skip


class _Search:
    """A search backwards over all steps, the shortest ways first.

    Attributes:
        steps: the first step of each principal that gets there.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.steps: dict[Identity, Step] = {}
        self._own: dict[Identity, list[Step]] = {}
        self._done: dict[Identity, None] = {}
        self._queue: deque[Identity] = deque()

    def run(self) -> None:
        """Find every principal that gets there."""
        self._take_those_who_may_already()
        for who in identities(self.graph):
            if who not in self._done:
                self._raise_itself(who)
        while self._queue:
            target = self._queue.popleft()
            for way, group in _able(self.graph, target):
                for who in group:
                    if who not in self._done:
                        self._found(step_towards(self.graph, who, target, way))
            for who, _ in callers(self.graph, target, self._done) if isinstance(target.entity, Role) else ():
                self._found(assume_step(self.graph, who, target))

    def _take_those_who_may_already(self) -> None:
        """Begin with administrators, and who may assume their roles: nothing is escalated there."""
        queue = deque(administrators(self.graph))
        self._done = dict.fromkeys(queue)
        while queue:
            target = queue.popleft()
            self._queue.append(target)
            for who, _ in callers(self.graph, target, self._done) if isinstance(target.entity, Role) else ():
                if who not in self._done:
                    self._done[who] = None
                    queue.append(who)

    def _raise_itself(self, who: Identity) -> None:
        own = [*own_steps(self.graph, who), *group_steps(self.graph, who)]
        own = own or [*raised_roles(self.graph, who), *remade_roles(self.graph, who)]
        if own:
            self._own[who] = own
            self._found(own[0])

    def _found(self, step: Step | None) -> None:
        if step is not None and step.who not in self._done and not _is_service_linked(step.who):
            self._done[step.who] = None
            self.steps[step.who] = step
            self._queue.append(step.who)

    def path(self, who: Identity) -> Iterator[Step]:
        """Yield the steps from a principal to an administrator."""
        while who in self.steps:
            step = self.steps[who]
            yield step
            if step.towards is who or step.towards.entity is who.entity:
                return
            who = step.towards

    def others(self, who: Identity) -> tuple[Way, ...]:
        """Return further ways in which a principal raises itself."""
        return tuple(step.way for step in self._own.get(who, [])[1:] if step.way is not None)


def _is_service_linked(who: Identity) -> bool:
    """Tell whether a role is a service's own, which nobody else can use."""
    return isinstance(who.entity, Role) and who.entity.service_linked


def _able(graph: Graph, target: Identity) -> Iterator[tuple[Way, Iterable[Identity]]]:
    """Yield the ways towards a target, each with groups of principals that hold its first action."""
    on = (On.USER,) if isinstance(target.entity, User) else (On.ROLE, On.PASSED, On.RUNNING)
    for way in _TOWARDS:
        if way.on in on and leads_to(graph, target, way):
            held = holders(graph, way.actions[0])
            groups = iter([held.anyone()]) if way.on is On.RUNNING else held.candidates(target.arn)
            yield from ((way, group) for group in groups)
