"""Which hosts the names of a certificate cover, against matching every short text."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seamlint.evaluate.values import Verdict
from seamlint.facts.certificates.names import LONGEST, Names

ALPHABET = "ab."
TEXTS = ["".join(each) for length in range(6) for each in itertools.product(ALPHABET, repeat=length)]
NAMES = st.builds(
    lambda wild, rest: f"*.{rest}" if wild else rest, st.booleans(), st.text(alphabet=ALPHABET, min_size=1, max_size=3)
).filter(lambda name: not name.endswith("."))
PATTERNS = st.text(alphabet=f"{ALPHABET}*?", min_size=1, max_size=5).filter(lambda text: not text.endswith("."))


def as_name(name: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"^\\\*", "[^.]+", re.escape(name)))


def as_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."))


@given(NAMES, PATTERNS)
def test_a_pattern_is_covered_when_some_text_matches_both(name: str, pattern: str) -> None:
    both = any(as_name(name).fullmatch(text) and as_pattern(pattern).fullmatch(text) for text in TEXTS)
    found = Names([name]).cover_some(pattern)
    # a pattern of five characters and a name of four may only meet in a longer text
    assert found is Verdict.YES if both else found is Verdict.NO or len(name) + len(pattern.replace("*", "")) > 5


@given(NAMES, st.text(alphabet=ALPHABET, min_size=1, max_size=5).filter(lambda text: not text.endswith(".")))
def test_a_host_is_a_pattern_without_wildcards(name: str, host: str) -> None:
    assert Names([name]).cover_some(host) is Verdict.of(as_name(name).fullmatch(host) is not None)
    if not host.startswith("."):
        assert Names([name]).cover(host) == (as_name(name).fullmatch(host) is not None)


@pytest.mark.parametrize(
    ("name", "host", "covered"),
    [
        ("example.com", "example.com", True),
        ("Example.com", "eXample.COM", True),
        ("example.com", "example.com.", True),
        ("*.example.com", "www.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "a.b.example.com", False),
        ("*.example.com", "*.example.com", True),
        ("*.example.com", "*.a.example.com", False),
        ("*.a.example.com", "*.a.example.com", True),
        ("www.example.com", "*.example.com", False),
        ("*.com", "com", False),
    ],
)
def test_hosts(name: str, host: str, covered: bool) -> None:
    assert Names([name]).cover(host) is covered


@pytest.mark.parametrize(
    ("name", "pattern", "covered"),
    [
        ("*.example.com", "*.example.com", True),
        ("www.example.com", "*.example.com", True),
        ("example.com", "*.example.com", False),
        ("example.com", "*example.com", True),
        ("*.example.com", "*", True),
        ("*.example.com", "*.b.example.com", False),
        ("*.b.example.com", "*.example.com", True),
        ("*.example.com", "api-??.example.com", True),
        ("*.example.com", "api.?.example.com", False),
        ("api.example.com", "API.*", True),
        ("api.example.com", "api.example.or?", False),
    ],
)
def test_patterns(name: str, pattern: str, covered: bool) -> None:
    assert Names([name]).cover_some(pattern) is Verdict.of(covered)


def test_what_is_longer_than_a_domain_name_can_be_is_not_decided() -> None:
    assert Names(["*.example.com"]).cover_some("*" * (LONGEST + 1)) is Verdict.UNDECIDED
    assert Names(["*.example.com"]).cover_some("*a" * (LONGEST // 2)) is Verdict.NO
