"""What the policies of a resource say when CloudFront asks for a distribution.

A distribution's id, and that of an origin access identity, is made up by AWS. What code of the same unit writes as a
literal id is another one's: Terraform and CloudFormation would have to know it before it exists. So each question is
asked twice, by the reference to the id and by an id that nobody has; the second answer stands where the first one is
open.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.matching import SILENCE
from seamlint.facts.iam.proof import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.edge.origin_access import OriginAccess
    from seamlint.facts.iam.access.can import Answer, Target
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.matching import Match, Opinion
    from seamlint.graph.graph import Graph


@dataclass(frozen=True, eq=False)
class Said:
    """What policies say of one action of CloudFront.

    Attributes:
        answer: to the question as it is asked.
        otherwise: to the one by an id that nobody has; None where the id is known, or policies of other units speak.
    """

    answer: Answer
    otherwise: Answer | None

    @cached_property
    def allowed(self) -> Verdict:
        """Whether a statement allows it; conditions that no code decides are taken to hold."""
        result = Verdict.NO
        for verdict in (self._verdict(each, "allows") for each in _opinion(self.answer).allows):
            result |= verdict
        return result

    @property
    def denied(self) -> Verdict:
        """Whether a statement denies it; not by conditions that no code decides."""
        result = Verdict.NO
        for _, _, verdict in self.denials():
            result |= verdict
        return result

    @property
    def may(self) -> Verdict:
        """Whether CloudFront may do it."""
        return self.allowed & ~self.denied

    def denials(self) -> Iterator[tuple[Policy, Statement, Verdict]]:
        """Yield the statements that deny it, or may; not those that hang on conditions that no code decides."""
        for match in _opinion(self.answer).denies:
            for policy in self.answer.target.policies:
                if match.statement in policy.document.statements:
                    yield policy, match.statement, self._verdict(match, "denies")

    def _verdict(self, match: Match, side: str) -> Verdict:
        if match.verdict is Verdict.YES or self.otherwise is None:
            return match.verdict
        found: tuple[Match, ...] = getattr(_opinion(self.otherwise), side)
        return next((each.verdict for each in found if each.statement is match.statement), Verdict.NO)


def ask(graph: Graph, access: OriginAccess, action: str, target: Target) -> Said:
    """Ask what the policies of a resource say of an action of CloudFront."""
    answer = can(graph, access.who, action, target, access.context)
    stranger = access.stranger if _is_of_one_unit(access, target) else None
    return Said(answer, can(graph, stranger[0], action, target, stranger[1]) if stranger else None)


def _is_of_one_unit(access: OriginAccess, target: Target) -> bool:
    unit = access.distribution.resource.unit
    return all(each.source is not None and each.source.place.resource.unit == unit for each in target.policies)


def _opinion(answer: Answer) -> Opinion:
    steps = (step.settled() for step in answer.decision.steps if step.kind is Kind.RESOURCE)
    return next((step.opinion for step in steps), SILENCE)
