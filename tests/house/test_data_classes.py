"""Data classes that wait to be written behave as the standard library's do."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import ClassVar

import pytest

from seamlint.data_classes import dataclass, field, fields, replace


@dataclass
class Base:
    kind: ClassVar[str] = "base"
    name: str
    tags: list[str] = field(default_factory=list, kw_only=True)


@dataclass
class Extended(Base):
    size: int = 1


@dataclass(frozen=True, slots=True)
class Point:
    across: int
    up: int = 0


@dataclass(slots=True)
class Remembering:
    name: str
    summary: str | None = field(default=None, init=False)


@dataclass(eq=False)
class Singular:
    name: str


@dataclass(frozen=True)
class Named:
    name: str

    def __hash__(self) -> int:
        return 7

    def __repr__(self) -> str:
        return f"<{self.name}>"


class Plain(Singular):
    """Is no data class itself."""


def test_fields_defaults_and_what_is_inherited() -> None:
    extended = Extended("a", 2, tags=["x"])
    assert (extended.name, extended.size, extended.tags, extended.kind) == ("a", 2, ["x"], "base")
    assert Extended("a").tags is not Extended("a").tags
    assert Extended.size == 1
    assert not hasattr(Extended, "tags")
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Base()  # type: ignore[call-arg]


def test_fields_are_known_before_there_is_an_instance() -> None:
    @dataclass
    class Fresh(Base):
        more: int = 0

    assert [each.name for each in fields(Fresh)] == ["name", "tags", "more"]
    assert [each.name for each in dataclasses.fields(Fresh("a"))] == ["name", "tags", "more"]


def test_equality_hashes_and_words() -> None:
    assert Point(1) == Point(1, 0) != Point(1, 1)
    assert {Point(1), Point(1)} == {Point(1)}
    assert repr(Point(1)).endswith("Point(across=1, up=0)")
    assert Singular("a") != Singular("a")
    assert hash(Singular("a")) is not None
    assert (hash(Named("a")), repr(Named("a"))) == (7, "<a>")
    with pytest.raises(TypeError, match="unhashable"):
        hash(Base("a"))


def test_what_has_slots_holds_nothing_else() -> None:
    with pytest.raises(AttributeError):
        Remembering("a").other = 1  # type: ignore[attr-defined]
    assert Remembering("a").summary is None
    assert Point.__qualname__ == "Point"


def test_classes_that_extend_and_patterns_that_match() -> None:
    assert Plain("a").name == "a"
    assert replace(Point(1, 2), up=3) == Point(1, 3)
    match Point(1, 2):
        case Point(across, up):
            assert (across, up) == (1, 2)


def test_functions_of_the_standard_library_know_them() -> None:
    assert dataclasses.is_dataclass(Base)
    assert dataclasses.replace(Point(1, 2), up=3) == Point(1, 3)
    assert dataclasses.asdict(Extended("a", tags=["x"])) == {"name": "a", "size": 1, "tags": ["x"]}
    assert [each.name for each in dataclasses.fields(Remembering)] == ["name", "summary"]


def test_what_is_done_after_all_fields_are_set() -> None:
    @dataclass
    class Measured:
        name: str
        length: int = field(init=False)

        def __post_init__(self) -> None:
            self.length = len(self.name)

    assert Measured("abc").length == 3
    assert repr(Measured("a")).endswith("Measured(name='a', length=1)")


def test_a_small_check_does_not_load_the_standard_librarys() -> None:
    script = (
        "import sys; from seamlint.cli import main; main(['check', '--no-cache', '--quiet', 'fixtures/S3-001'])\n"
        "print('dataclasses' in sys.modules, 'inspect' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-2:] == ["False", "False"]
