"""Conditions of a statement, against the context of a request.

"IAM JSON policy elements: Condition operators", "Set operators for multivalued context keys" and "Conditions with
multiple context keys or values" in the IAM User Guide. A condition on a key whose value nobody can know from code is
`Verdict.UNDECIDED`: there are requests that satisfy it, and the decision hangs on it.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Path, Value, Verdict, needs
from seamlint.facts.iam.context import ABSENT, UNKNOWN, Presence, as_text
from seamlint.facts.iam.operators import OPERATORS, Operator
from seamlint.facts.iam.variables import Template, template

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from seamlint.facts.iam.context import Context, ContextValue
    from seamlint.facts.iam.operators import Comparison

_IF_EXISTS = "ifexists"


class Quantifier(Enum):
    """The set operators."""

    NONE = ""
    ALL = "forallvalues:"
    ANY = "foranyvalue:"


@dataclass(slots=True, eq=False)
class Condition:
    """One key of one operator in a ``Condition`` block.

    Attributes:
        written: the operator as written.
        key: the condition key in lower case.
        values: what the policy compares it with; an `Unknown` stands for a list that is not known.
        path: where it stands in the document.
        operator: None for ``Null``, for what is no operator and so never matches, and while `is_unknown`.
        quantifier: the set operator.
        if_exists: whether a missing key satisfies it.
        is_null: whether it is the ``Null`` operator.
        is_unknown: whether the operator or the key is not known.
    """

    written: str
    key: str
    values: tuple[Value, ...]
    path: Path
    operator: Operator | None
    quantifier: Quantifier
    if_exists: bool
    is_null: bool
    is_unknown: bool
    _comparisons: tuple[Comparison | Template, ...] = ()
    _constant: tuple[Comparison, ...] = ()

    def holds(self, context: Context) -> Verdict:
        """Tell whether a request with this context satisfies the condition."""
        found = context.get(self.key)
        if self.operator is None:
            return self._null(found is ABSENT, found is UNKNOWN) if self.is_null else self._unknown
        if found is UNKNOWN:
            return Verdict.UNDECIDED
        if found is ABSENT:
            return self._on_absence()
        comparisons = self._constant or self._filled(context)
        if self.quantifier is Quantifier.NONE:
            return Verdict.NO if isinstance(found, tuple) else self._compare(found, comparisons)
        each = (self._compare(value, comparisons) for value in (found if isinstance(found, tuple) else (found,)))
        return _all(each) if self.quantifier is Quantifier.ALL else _any(each)

    def is_on_open_key(self, context: Context) -> bool:
        """Tell whether the request's value of the key is what nobody knows."""
        return not self.is_unknown and context.get(self.key) is UNKNOWN

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what the code does not tell of the condition itself."""
        return needs(list(self.values))

    @property
    def _unknown(self) -> Verdict:
        return Verdict.UNDECIDED if self.is_unknown else Verdict.NO

    def _null(self, absent: bool, unknown: bool) -> Verdict:
        wanted = {value.lower() if isinstance(value, str) else None for value in self.values}
        if unknown or None in wanted:
            return Verdict.UNDECIDED if wanted & {"true", "false", None} else Verdict.NO
        return Verdict.of(("true" if absent else "false") in wanted)

    def _on_absence(self) -> Verdict:
        assert self.operator is not None
        if self.quantifier is Quantifier.ALL:
            return Verdict.YES
        if self.quantifier is Quantifier.ANY:
            return Verdict.NO
        return Verdict.of(self.if_exists or self.operator.negated)

    def _compare(self, found: ContextValue, comparisons: Sequence[Comparison]) -> Verdict:
        """Compare one value: some policy value matches, or none does where the operator is negated."""
        assert self.operator is not None
        assert not isinstance(found, (tuple, Presence))
        answers = [compare(found) for compare in comparisons]
        if not self.operator.negated:
            return _any(Verdict.NO if answer is None else answer for answer in answers)
        return _all(Verdict.NO if answer is None else ~answer for answer in answers)

    def _filled(self, context: Context) -> Sequence[Comparison]:
        """Fill in policy variables."""
        return [self._expand(each, context) if isinstance(each, Template) else each for each in self._comparisons]

    def _expand(self, value: Template, context: Context) -> Comparison:
        assert self.operator is not None
        assert self.operator.expand is not None
        tokens = value.filled(context, self.operator.wild)
        if tokens is not None:
            return self.operator.expand(tokens)
        if not self.operator.in_segments:
            return _incomparable
        around = self.operator.expand(value.around(context))
        return lambda found: Verdict.NO if around(found) is Verdict.NO else None


def _incomparable(_found: Value) -> Verdict | None:
    """Compare nothing: the policy's value holds a variable that has no value."""
    return None


def _any(answers: Iterable[Verdict]) -> Verdict:
    result = Verdict.NO
    for answer in answers:
        if answer is Verdict.YES:
            return answer
        if answer is Verdict.UNDECIDED:
            result = answer
    return result


def _all(answers: Iterable[Verdict]) -> Verdict:
    result = Verdict.YES
    for answer in answers:
        if answer is Verdict.NO:
            return answer
        if answer is Verdict.UNDECIDED:
            result = answer
    return result


def condition(written: str, key: str, values: Iterable[Value], path: Path, *, variables: bool) -> Condition:
    """Return the condition that an operator, a key and its values make.

    Args:
        written: the operator as written, with set operator and ``IfExists``.
        key: the condition key as written.
        values: the policy's values, scalars of any type.
        path: where the condition stands in the document.
        variables: whether the document's version knows policy variables.
    """
    name = written.lower()
    quantifier = next(
        (each for each in (Quantifier.ALL, Quantifier.ANY) if name.startswith(each.value)), Quantifier.NONE
    )
    name = name[len(quantifier.value) :]
    texts = tuple(map(as_text, values))
    operator = OPERATORS.get(name.removesuffix(_IF_EXISTS))
    comparisons = tuple(_comparison(operator, text, variables) for text in texts) if operator else ()
    varying = any(isinstance(each, Template) for each in comparisons)
    return Condition(
        written=written,
        key=key.lower(),
        values=texts,
        path=path,
        operator=operator,
        quantifier=quantifier,
        if_exists=name.endswith(_IF_EXISTS),
        is_null=name == "null",
        is_unknown=False,
        _comparisons=comparisons,
        _constant=tuple(each for each in comparisons if not isinstance(each, Template)) if not varying else (),
    )


def unknown_condition(values: tuple[Value, ...], path: Path) -> Condition:
    """Return a condition of which the operator or the key is not known."""
    return Condition(
        "",
        "",
        values,
        path,
        None,
        Quantifier.NONE,
        if_exists=False,
        is_null=False,
        is_unknown=True,
    )


def _comparison(operator: Operator, value: Value, variables: bool) -> Comparison | Template:
    filled_later = template(value) if variables and operator.expand else None
    return filled_later or operator.compare(value)
