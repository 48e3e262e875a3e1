from __future__ import annotations

from io import StringIO

from seamlint.commands.progress import Bar


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bar_appears_after_a_second_and_leaves_no_trace() -> None:
    stream, clock = StringIO(), Clock()
    bar = Bar(stream, clock)
    for clock.now in (0.1, 0.5, 0.99):
        bar("reading files", 1, 2)
    bar.wipe()
    assert not stream.getvalue()
    clock.now = 1.2
    bar("reading files", 1000, 2000)
    assert stream.getvalue() == f"\r[{'=' * 15}{' ' * 15}] reading files 1,000/2,000"
    bar("reading files", 1001, 2000)
    clock.now = 1.31
    bar("judging", 0, 0)
    bar.wipe()
    drawn = stream.getvalue().split("\r")
    assert [line.strip() for line in drawn[2:]] == [f"[{' ' * 30}] judging 0/0", "", ""]
    assert len(drawn[1]) == len(drawn[2]) == len(drawn[3])
