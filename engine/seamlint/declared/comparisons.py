"""Conditions that compare values: `equal`, `in`, `like`, `less`, `present`, `names`.

A path may find several values: a comparison holds when it holds for one of them. One with a value that is not known, or
that is known in part, is undecided unless both sides are the same reference.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from seamlint.data_classes import dataclass
from seamlint.declared.condition import Bound, Condition, Weighed
from seamlint.declared.selectors import Operand, operand
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Verdict, is_known, needs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from seamlint.declared.document import Written
    from seamlint.declared.model_view import Seen
    from seamlint.declared.selectors import Selector
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity

    Compare = Callable[[Any, Any], Verdict]
    Variables = Mapping[str, Selector]


@dataclass(frozen=True)
class _Side:
    """A literal, or a path from a variable."""

    literal: object = None
    operand: Operand | None = None

    @property
    def variables(self) -> frozenset[str]:
        return frozenset() if self.operand is None else frozenset({self.operand.variable})

    def found(self, bound: Bound) -> list[Seen | None]:
        return [None] if self.operand is None else list(self.operand.found(bound))

    def value(self, seen: Seen | None) -> object:
        return self.literal if seen is None else seen.value


def _side(written: Written, variables: Variables) -> _Side:
    if written.is_text() and written.text.startswith("$."):
        return _Side(operand=operand(written, variables))
    return _Side(literal=written.value)


def equal(written: Written, variables: Variables) -> Condition:
    """Read ``equal: [one, other]``."""
    one, other = _pair(written)
    return _compared(_side(one, variables), [_side(other, variables)], same)


def less(written: Written, variables: Variables) -> Condition:
    """Read ``less: [one, other]``: numbers, the first below the second."""
    one, other = (_numeric(each, variables) for each in _pair(written))
    return _compared(one, [other], _below)


def _numeric(written: Written, variables: Variables) -> _Side:
    side = _side(written, variables)
    if side.operand is None and not _is_number(side.literal):
        raise written.error("must be a number, or a path from a variable")
    return side


def among(written: Written, variables: Variables) -> Condition:
    """Read ``in: {value: one, of: [others]}``."""
    fields = written.fields(("value", "of"))
    others = fields["of"].items() if fields["of"].is_list() else [fields["of"]]
    return _compared(_side(fields["value"], variables), [_side(each, variables) for each in others], same)


def like(written: Written, variables: Variables) -> Condition:
    """Read ``like: {value: one, pattern: "*-logs"}``: ``*`` and ``?`` as in policies."""
    fields = written.fields(("value", "pattern"))
    return _compared(_side(fields["value"], variables), [_Side(literal=fields["pattern"].text)], _matches)


def present(written: Written, variables: Variables) -> Condition:
    """Read ``present: $.role.boundary``: something is there, and it is neither null nor an empty list."""
    side = _Side(operand=operand(written, variables))

    def weigh(_graph: Graph, bound: Bound) -> Weighed:
        found = [side.value(seen) for seen in side.found(bound)]
        unknown = tuple(name for each in found if isinstance(each, Unknown) for name in each.needs)
        if any(each not in (None, [], {}, "") for each in found if not isinstance(each, Unknown)):
            return Weighed(Verdict.YES)
        return Weighed(Verdict.UNDECIDED, (), unknown) if unknown else Weighed(Verdict.NO)

    return Condition(weigh, side.variables)


def names(written: Written, variables: Variables) -> Condition:
    """Read ``names: {value: $.instance.subnets[*], is: subnet}``: a reference, id or ARN that means it."""
    fields = written.fields(("value", "is"))
    side = _Side(operand=operand(fields["value"], variables))
    target = variable(fields["is"], variables)

    def weigh(graph: Graph, bound: Bound) -> Weighed:
        meant: Entity = bound[target].entity
        answers = [(seen, graph.may_point(seen.value, meant, seen.entity)) for seen in side.found(bound) if seen]  # type: ignore[arg-type]  # whatever it is, a pointer or not one
        verdict = reduce(or_, (answer for _, answer in answers), Verdict.NO)
        because = tuple(seen.evidence(f"names {meant.address}") for seen, answer in answers if answer is Verdict.YES)
        missing = tuple(name for seen, _ in answers for name in needs(seen.value))  # type: ignore[arg-type]
        if verdict is not Verdict.UNDECIDED:
            return Weighed(verdict, because)
        return Weighed(verdict, because, missing or (f"what names {meant.address}",))

    return Condition(weigh, side.variables | {target})


def variable(written: Written, variables: Variables) -> str:
    """Read the name of a variable.

    Raises:
        DeclarationError: the rule has no such variable.
    """
    from seamlint.config import near

    if written.text not in variables:
        raise written.error(f"must be a variable of this rule{near(written.text, list(variables))}")
    return written.text


def _pair(written: Written) -> tuple[Written, Written]:
    items = written.items()
    if len(items) != 2:
        raise written.error("must be a list of two")
    return items[0], items[1]


def _compared(side: _Side, others: list[_Side], compare: Compare) -> Condition:
    def weigh(_graph: Graph, bound: Bound) -> Weighed:
        verdict, missing = Verdict.NO, []
        right = [other.value(seen) for other in others for seen in other.found(bound)]
        for left in (side.value(seen) for seen in side.found(bound)):
            for value in right:
                answer = compare(left, value)
                if answer is Verdict.YES:
                    return Weighed(answer)
                if answer is Verdict.UNDECIDED:
                    missing += [*needs(left), *needs(value)]  # type: ignore[arg-type]  # of whatever a path finds
                verdict |= answer
        return Weighed(verdict, (), tuple(dict.fromkeys(missing)))

    variables = (name for each in (side, *others) for name in each.variables)
    return Condition(weigh, frozenset(variables))


def same(one: Any, other: Any) -> Verdict:
    """Tell whether two values are equal; text never equals a number, and a number whatever way it is written."""
    one, other = _bare(one), _bare(other)
    if one == other and type(one) is type(other) and not isinstance(one, Unknown):
        return Verdict.YES
    if not (is_known(one) and is_known(other)):
        return Verdict.UNDECIDED
    if _is_number(one) and _is_number(other):
        return Verdict.of(Fraction(one) == Fraction(other))
    return Verdict.NO


def _below(one: Any, other: Any) -> Verdict:
    one, other = _bare(one), _bare(other)
    if not (is_known(one) and is_known(other)):
        return Verdict.UNDECIDED
    return Verdict.of(_is_number(one) and _is_number(other) and Fraction(one) < Fraction(other))


def _matches(one: Any, pattern: str) -> Verdict:
    from seamlint.facts.iam.globs import glob

    one = _bare(one)
    return glob(pattern).match(one) if isinstance(one, (str, Text, Reference, Unknown)) else Verdict.NO


def _bare(value: Any) -> Any:
    return value.value if isinstance(value, Sensitive) else value


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Fraction)) and not isinstance(value, bool)


COMPARISONS: dict[str, Callable[[Written, Variables], Condition]] = {
    "equal": equal,
    "in": among,
    "like": like,
    "less": less,
    "present": present,
    "names": names,
}
"""By the key that a condition has."""
