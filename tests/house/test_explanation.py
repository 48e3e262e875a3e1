from __future__ import annotations

from seamlint.commands.explain import _filled
from seamlint.explanation import explanation
from seamlint.report.style import Style

DOC = """A sentence that
    goes on with ``code``.

    What: one thing,
        indented further.

    Whatever: this is no section.

    Why:
    - a list
    - of two

    after it.

    Sources:
    """


def test_a_docstring_is_taken_apart() -> None:
    said = explanation(DOC)
    assert said.summary == "A sentence that\ngoes on with `code`."
    assert said.sections == {
        "What": "One thing,\nindented further.\n\nWhatever: this is no section.",
        "Why": "- a list\n- of two\n\nafter it.",
        "Sources": "",
    }
    assert said.missing == ["Fix", "Sources"]
    assert explanation("").summary == ""


def test_paragraphs_are_filled_and_lists_are_not() -> None:
    text = "one\ntwo " + "word " * 20 + "\n\n- a list\n- of two"
    assert list(_filled(text, "  ", Style(width=60))) == [
        "  one two word word word word word word word word word word",
        "  word word word word word word word word word word",
        "",
        "  - a list",
        "  - of two",
    ]
