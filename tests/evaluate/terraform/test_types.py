"""Conversions and unification keep the laws that Terraform's type system rests on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.equality import conforms, equal
from seamlint.evaluate.terraform.errors import ConversionError
from seamlint.evaluate.terraform.sets import make_set
from seamlint.evaluate.terraform.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
)
from seamlint.evaluate.terraform.unify import convertible, unify
from seamlint.evaluate.terraform.values import (
    List,
    Map,
    Marked,
    Null,
    Object,
    Set,
    Tuple,
    Unknown,
    Value,
    is_wholly_known,
    mark,
    marks_of,
    type_of,
    unmark_deep,
)

PRIMITIVES = st.sampled_from([STRING, NUMBER, BOOL])
NAMES = st.sampled_from(["a", "b", "c"])
KINDS: st.SearchStrategy[Type] = st.recursive(
    PRIMITIVES,
    lambda inner: st.one_of(
        inner.map(ListOf),
        inner.map(SetOf),
        inner.map(MapOf),
        st.lists(inner, max_size=3).map(lambda items: TupleOf(tuple(items))),
        st.dictionaries(NAMES, inner, max_size=3).map(ObjectOf),
    ),
    max_leaves=6,
)
LEAVES = st.one_of(
    st.sampled_from(["", "x", "true", "1", "é"]),
    st.booleans(),
    st.integers(-3, 3),
    st.fractions(max_denominator=4).filter(lambda number: number.denominator > 1),
)
KNOWN: st.SearchStrategy[Value] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(Tuple),
        st.dictionaries(NAMES, inner, max_size=3).map(Object),
    ),
    max_leaves=6,
)
VALUES: st.SearchStrategy[Value] = st.recursive(
    st.one_of(LEAVES, PRIMITIVES.map(Null), PRIMITIVES.map(lambda kind: Unknown(kind, ("var.x",)))),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(Tuple),
        st.dictionaries(NAMES, inner, max_size=3).map(Object),
        inner.map(lambda value: mark(value, frozenset({"sensitive"}))),
    ),
    max_leaves=6,
)


def converted(value: Value, kind: Type) -> Value | None:
    try:
        return convert(value, kind)
    except ConversionError:
        return None


@given(VALUES)
def test_a_value_converts_to_its_own_type_unchanged(value: Value) -> None:
    assert type_of(convert(value, type_of(value))) == type_of(value)
    assert convert(value, DYNAMIC) is value


@given(VALUES, KINDS)
def test_what_converts_has_the_type_asked_for(value: Value, kind: Type) -> None:
    found = converted(value, kind)
    if found is not None:
        assert conforms(type_of(found), kind)


@given(VALUES, KINDS)
def test_converting_twice_is_converting_once(value: Value, kind: Type) -> None:
    once = converted(value, kind)
    if once is not None:
        assert type_of(convert(once, kind)) == type_of(once)
        if is_wholly_known(once):
            assert equal(convert(once, kind), once)


@given(VALUES, KINDS)
def test_only_what_is_convertible_by_type_converts(value: Value, kind: Type) -> None:
    if converted(value, kind) is not None:
        assert convertible(type_of(value), kind)


@given(KNOWN, KINDS)
def test_a_safe_conversion_never_fails(value: Value, kind: Type) -> None:
    if convertible(type_of(value), kind, safe=True):
        assert converted(value, kind) is not None


@given(VALUES, KINDS)
def test_marks_and_needs_survive_conversion(value: Value, kind: Type) -> None:
    if isinstance(value, Marked) and (found := converted(value, kind)) is not None:
        assert "sensitive" in marks_of(found)
    if isinstance(value, Unknown) and (found := converted(value, kind)) is not None:
        assert isinstance(found, Unknown)
        assert found.needs == value.needs


@given(st.lists(KINDS, min_size=1, max_size=4))
def test_all_types_convert_to_what_they_unify_to(kinds: list[Type]) -> None:
    common = unify(kinds)
    if common is not None:
        assert all(convertible(kind, common) for kind in kinds)


@given(st.lists(KINDS, min_size=1, max_size=4))
def test_unifying_with_the_result_changes_nothing(kinds: list[Type]) -> None:
    common = unify(kinds)
    if common is not None:
        assert unify([common, common]) == common
    assert unify([kinds[0], kinds[0]]) == kinds[0]


@given(KNOWN, KNOWN)
def test_equality_is_symmetric_and_wants_equal_types(left: Value, right: Value) -> None:
    assert equal(left, right) is equal(right, left)
    assert equal(left, left) is True
    if equal(left, right):
        assert type_of(left) == type_of(right)


@given(VALUES, VALUES)
def test_marks_do_not_change_equality(left: Value, right: Value) -> None:
    assert equal(left, right) is equal(unmark_deep(left)[0], unmark_deep(right)[0])


@given(st.lists(st.one_of(st.text(max_size=3), st.just(Null(STRING))), max_size=6))
def test_a_set_has_its_elements_once_in_the_order_of_their_bytes(items: list[Value]) -> None:
    found = make_set(STRING, items)
    assert isinstance(found, Set)
    texts = [item for item in found.items if isinstance(item, str)]
    assert texts == sorted({item for item in items if isinstance(item, str)}, key=lambda text: text.encode())
    assert len(found.items) - len(texts) == any(isinstance(item, Null) for item in items)


@given(st.lists(KNOWN, max_size=4))
def test_a_set_does_not_depend_on_the_order_of_its_elements(items: list[Value]) -> None:
    if converted(Tuple(items), SetOf(DYNAMIC)) is not None:
        assert equal(convert(Tuple(items), SetOf(DYNAMIC)), convert(Tuple(items[::-1]), SetOf(DYNAMIC)))


@pytest.mark.parametrize(
    ("value", "kind", "says"),
    [
        ("x", NUMBER, "a number is required"),
        ("True", BOOL, 'a bool is required; to convert from string, use lowercase "true"'),
        (Tuple([1, "x"]), ListOf(NUMBER), "element 1: a number is required"),
        (Object({"a": Tuple([])}), ObjectOf({"a": STRING}), 'attribute "a": string required'),
        (Object({}), ObjectOf({"a": STRING}), 'attribute "a" is required'),
        (Map(STRING, {"k": "x"}), MapOf(NUMBER), 'element "k": a number is required'),
        (List(STRING, []), ListOf(ListOf(STRING)), "incorrect list element type: list of string required"),
    ],
)
def test_a_refusal_says_where_and_what(value: Value, kind: Type, says: str) -> None:
    with pytest.raises(ConversionError) as refusal:
        convert(value, kind)
    assert str(refusal.value) == says
