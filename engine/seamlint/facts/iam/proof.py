"""Decisions and their proof: which statement allowed, which denied, and which condition it hangs on."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Verdict
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.facts.iam.conditions import Condition
    from seamlint.facts.iam.matching import Match, Opinion


class Outcome(Enum):
    """What becomes of a request."""

    ALLOWED = "Allowed"
    EXPLICITLY_DENIED = "ExplicitlyDenied"
    IMPLICITLY_DENIED = "ImplicitlyDenied"
    UNDECIDED = "Undecided"


class Kind(Enum):
    """The kinds of policies, in the order in which AWS looks at them."""

    RESOURCE_CONTROL = "resource control policy"
    SERVICE_CONTROL = "service control policy"
    RESOURCE = "resource policy"
    IDENTITY = "identity policy"
    BOUNDARY = "permissions boundary"
    SESSION = "session policy"
    ENDPOINT = "VPC endpoint policy"


class Step(NamedTuple):
    """What one kind of policies says of a request.

    Attributes:
        kind: the kind.
        level: the level of the organisation, from its root; 0 where there are no levels.
        opinion: the statements that apply.
    """

    kind: Kind
    level: int
    opinion: Opinion

    @property
    def lets_through(self) -> Verdict:
        """Whether the request passes as far as this kind is concerned."""
        # RCPFullAWSAccess is attached everywhere and cannot be taken away: only denies of RCPs count.
        return Verdict.YES if self.kind is Kind.RESOURCE_CONTROL else self.opinion.allowed

    def settled(self) -> Step:
        """Return the step when open conditions turn out for the caller."""
        return self._replace(opinion=self.opinion.settled())


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """What becomes of a request, with its proof.

    Attributes:
        outcome: the answer.
        steps: what each kind of policies says; kinds that do not concern the request are left out.
        rule: the rule of evaluation that combined them, as a sentence.
        is_conditional: whether an undecided request is allowed when conditions on keys that no code tells turn out
            for it; nothing else is open then.
    """

    outcome: Outcome
    steps: tuple[Step, ...]
    rule: str
    is_conditional: bool = False

    @property
    def verdict(self) -> Verdict:
        """YES where allowed, NO where denied, UNDECIDED where it hangs on something."""
        return {Outcome.ALLOWED: Verdict.YES, Outcome.UNDECIDED: Verdict.UNDECIDED}.get(self.outcome, Verdict.NO)

    @property
    def allowing(self) -> Iterator[tuple[Step, Match]]:
        """The statements that allow the request, or may."""
        return ((step, match) for step in self.steps for match in step.opinion.allows)

    @property
    def denying(self) -> Iterator[tuple[Step, Match]]:
        """The statements that deny the request, or may."""
        return ((step, match) for step in self.steps for match in step.opinion.denies)

    @property
    def withholding(self) -> Iterator[Step]:
        """The kinds of policies that do not let the request through, or may not."""
        return (step for step in self.steps if step.lets_through is not Verdict.YES)

    @property
    def hangs_on(self) -> tuple[Condition, ...]:
        """The conditions that an undecided request hangs on."""
        return tuple(condition for match in self._open() for condition in match.hangs_on)

    @property
    def allowed_if(self) -> tuple[Condition, ...]:
        """The conditions, on keys that no code tells, of which some must hold for the request to be allowed."""
        return self._conditions(step.opinion.allows for step in self.withholding) if self.is_conditional else ()

    @property
    def allowed_unless(self) -> tuple[Condition, ...]:
        """The conditions, on keys that no code tells, under which the request is denied."""
        return self._conditions(step.opinion.denies for step in self.steps) if self.is_conditional else ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the values that would decide an undecided request."""
        return tuple(dict.fromkeys(name for match in self._open() for name in match.missing))

    @staticmethod
    def _conditions(sides: Iterable[tuple[Match, ...]]) -> tuple[Condition, ...]:
        return tuple(condition for side in sides for match in side for condition in match.hangs_on)

    def _open(self) -> Iterator[Match]:
        if self.outcome is Outcome.UNDECIDED:
            matches = (match for step in self.steps for side in step.opinion for match in side)
            yield from (match for match in matches if match.verdict is Verdict.UNDECIDED)
