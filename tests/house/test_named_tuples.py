"""Named tuples and patterns that are compiled at first use behave as the standard library's do."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern


class Place(NamedTuple):
    """A place."""

    path: str
    line: int = 1

    @property
    def shown(self) -> str:
        return f"{self.path}:{self.line}"


class Named(Place):
    def __repr__(self) -> str:
        return f"<{self.path}>"


class Nothing(NamedTuple):
    """Has no fields."""


def test_a_named_tuple_is_a_tuple() -> None:
    place = Place("a", line=2)
    path, line = place
    assert (path, line, place.path, place.line, place.shown) == ("a", 2, "a", 2, "a:2")
    assert place == ("a", 2)
    assert {place: 1}[Place("a", 2)] == 1
    assert sorted([Place("b"), place]) == [place, Place("b", 1)]
    assert (repr(place), place.__doc__, Nothing()) == ("Place(path='a', line=2)", "A place.", ())


def test_one_is_made_of_another() -> None:
    assert Place("a")._replace(line=3) == Place("a", 3)
    assert Place._make(["a", 3])._asdict() == {"path": "a", "line": 3}
    with pytest.raises(TypeError, match="column"):
        Place("a")._replace(column=1)  # type: ignore[call-arg]


def test_what_extends_one_keeps_its_type() -> None:
    assert repr(Named("a", 2)) == "<a>"
    assert type(Named("a")._replace(line=3)) is Named
    assert not hasattr(Named("a"), "__dict__")


def test_one_can_be_copied_and_matched() -> None:
    assert copy.copy(Place("a")) == pickle.loads(pickle.dumps(Place("a"))) == Place("a")
    match Place("a", 4):
        case Place(path, line=4):
            assert path == "a"


def test_wrong_use_is_refused() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'path'"):
        Place()  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Place("a").other = 1  # type: ignore[attr-defined]


def test_a_pattern_matches_as_compiled() -> None:
    pattern = Pattern(r"(?P<word>[a-z]+) x", re.IGNORECASE)
    assert pattern.fullmatch("AB X")["word"] == "AB"  # type: ignore[index]
    assert pattern.search("1") is None
    assert (pattern.groups, pattern.sub("-", "a x b x"), pattern.pattern) == (1, "- -", r"(?P<word>[a-z]+) x")


def test_a_pattern_that_is_none_fails_where_it_is_used() -> None:
    pattern = Pattern("(")
    with pytest.raises(re.error):
        pattern.match("(")
