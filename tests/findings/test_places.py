from __future__ import annotations

from made import finding, step, undecided
from seamlint.findings.places import one_a_place


def test_findings_at_one_place_come_as_one_with_the_others_in_the_proof() -> None:
    (one,) = one_a_place(
        [finding(3, "a is open", related=(step(4),)), finding(3, "b is open"), finding(3, "b is open")]
    )
    assert one.message == "a is open"
    assert [(each.span.line, each.says) for each in one.related[1:]] == [(3, "b is open")]


def test_a_long_list_is_cut_in_words() -> None:
    (one,) = one_a_place(finding(3, f"{name} is open") for name in "abcdefgh")
    assert [each.says for each in one.related][-2:] == ["f is open", "2 more of the kind stand here"]


def test_other_places_and_other_calls_of_a_module_stay_apart() -> None:
    called = [finding(9, resource=f'module.net["{key}"].aws_x.y') for key in "ab"]
    found = [finding(3), finding(4), *called]
    assert list(one_a_place(found)) == found


def test_who_shares_a_document_by_other_ways_shares_its_finding() -> None:
    found = [
        finding(3, f"{name} is open", resource=name, because=(step(line),)) for name, line in (("r.a", 7), ("r.b", 8))
    ]
    (one,) = one_a_place(found)
    assert [each.says for each in one.related] == ["r.b is open"]
    assert one.related[0].because == found[1].primary.because


def test_questions_stay_as_they_are() -> None:
    questions = [undecided(4, "var.a"), undecided(4, "var.b")]
    assert list(one_a_place(questions)) == questions
