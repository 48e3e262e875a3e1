"""How places move between two versions of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seamlint.lsp.drift import Drift

LINES = st.lists(st.sampled_from("abc"), max_size=8)


@given(LINES, LINES, LINES, LINES)
def test_lines_around_a_change_move_with_it(above, old, new, below):
    before, after = [*above, "x", *old, "y", *below], [*above, "x", *new, "y", *below]
    drift = Drift("\n".join(before), "\n".join(after))
    for at in range(len(above) + 1):
        assert drift.forward(at + 1) == drift.back(at + 1) == at + 1
    for at in range(len(below) + 1):
        assert drift.forward(len(before) - at) == len(after) - at
        assert drift.back(len(after) - at) == len(before) - at


@given(LINES, LINES)
def test_no_line_moves_out_of_the_text(old, new):
    drift = Drift("\n".join(old), "\n".join(new))
    for line in range(1, max(len(old), 1) + 1):
        assert 1 <= drift.forward(line) <= max(len(new), 1)


@pytest.mark.parametrize("text", ["", "a", "a\nb\n"])
def test_what_is_the_same_stays(text):
    drift = Drift(text, text)
    assert [drift.forward(line) for line in (1, 2, 3)] == [1, 2, 3]
