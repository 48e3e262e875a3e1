"""What means the same in every instance and round is evaluated once, and never differs from evaluating it each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from seamlint.evaluate.terraform.errors import EvaluationError
from seamlint.evaluate.terraform.expressions import evaluate
from seamlint.evaluate.terraform.plain import plain
from seamlint.evaluate.terraform.scope import Scope
from seamlint.evaluate.terraform.values import Object, Tuple, Value
from seamlint.syntax.hcl import parse_expression

if TYPE_CHECKING:
    from seamlint.syntax.hcl.tree import Expression

LISTS = ("all", "some", "each.items")
NUMBERS = ("count.index", "a", "b", "1")
numbers = st.sampled_from(NUMBERS)
lists = st.recursive(
    st.sampled_from(LISTS),
    lambda inner: st.one_of(
        st.builds("[for a in {} : {}]".format, inner, numbers),
        st.builds("[for b in {} : b if b != {}]".format, inner, numbers),
        st.builds("concat({}, [{}])".format, inner, numbers),
        st.builds("{}[*]".format, inner),
        st.builds("[for a in [{{ x = {} }}, {{ x = [{}] }}][*].x : a]".format, inner, numbers),
        st.builds("flatten([for a in {} : [for b in {} : a]])".format, inner, inner),
        st.builds("try([for b in {} : nope], {})".format, inner, inner),
        st.builds("[length({}), {}]".format, inner, numbers),
    ),
    max_leaves=5,
)  # fmt: skip


class Forgetful(dict[int, tuple[object, Value]]):
    def __setitem__(self, key: int, value: tuple[object, Value]) -> None:
        pass


def answers(expression: Expression, *, remembers: bool) -> list[object]:
    """Return what an expression gives in three instances of a resource, one after the other."""
    top = Scope({"all": Tuple([1, 2]), "some": Tuple([3])})
    if not remembers:
        top.invariants = Forgetful()  # type: ignore[assignment]
    found: list[object] = []
    for index in range(3):
        names = {"count": Object({"index": index}), "each": Object({"items": Tuple([index, 9])}), "a": 7 + index}
        try:
            found.append(plain(evaluate(expression, top.child({**names}))))
        except EvaluationError as error:
            found.append(error.message)
    return found


@settings(max_examples=300, deadline=None)
@given(lists)
def test_remembering_changes_nothing(text: str) -> None:
    expression = parse_expression(text)
    assert answers(expression, remembers=True) == answers(expression, remembers=False)


def remembered(text: str) -> bool:
    expression = parse_expression(text)
    top = Scope({"all": Tuple([1, 2])})
    first, second = (evaluate(expression, top.child({"count": Object({"index": at})})) for at in range(2))
    return first is second


def test_what_depends_on_nothing_around_it_is_evaluated_once() -> None:
    assert remembered("[for a in all : [for b in all : a + b]]")
    assert remembered("all[*]")
    assert remembered("concat(all, [length(all)])")


def test_what_depends_on_the_instance_is_evaluated_in_each() -> None:
    assert not remembered("[for a in all : a + count.index]")
    assert not remembered("concat(all, [count.index])")
    assert not remembered("[for count in [{ index = count.index }] : count.index]")
