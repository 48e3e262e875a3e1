"""A little hostile code neither hangs, nor fills the memory, nor ends in a traceback."""

from __future__ import annotations

import pytest

from evaluate.terraform.expression_cases import answer
from seamlint.evaluate.terraform.errors import EvaluationError
from seamlint.evaluate.terraform.expressions import evaluate
from seamlint.evaluate.terraform.scope import Scope, Work
from seamlint.syntax.hcl import parse_expression


def chain(first: str, step: str, length: int = 40) -> dict[str, str]:
    """Return a case of locals of which each is made of the one before it, named ``@`` in `step`."""
    links = [f"  a{at} = {step.replace('@', f'local.a{at - 1}')}\n" for at in range(1, length)]
    return {"id": "x", "expr": f"local.a{length - 1}", "hcl": f"locals {{\n  a0 = {first}\n{''.join(links)}}}\n"}


@pytest.mark.parametrize(
    ("first", "step", "says"),
    [
        ('"xxxxxxxx"', '"${@}${@}"', "the text has more than"),
        ("[1]", "[@, @]", "the value has more than"),
        ("{}", "{a = @, b = @}", "the value has more than"),
        ("tolist([1])", "concat(@, @)", "the value has more than"),
        ("1e300", "@ * @", "the number is too large"),
        ("1e-300", "@ * @", "too near to zero"),
    ],
)
def test_what_doubles_is_refused(first: str, step: str, says: str) -> None:
    assert says in answer(chain(first, step))["error"]


def test_what_nests_is_refused() -> None:
    assert "nested" in answer(chain("1", "[@]", 250))["error"]


def test_an_unknown_text_that_doubles_stays_small() -> None:
    case = {**chain('"a${local.u}"', '"${@}${@}"'), "locals": {"u": {"__unknown__": True}}}
    assert answer(case) == {"value": {"__unknown__": True}}


@pytest.mark.parametrize(
    "text",
    [
        "[for a in range(1000) : [for b in range(1000) : a]]",
        "[for a in range(1000) : contains(range(1000), a)]",
        "[for a in range(1000) : range(1000) == range(999)]",
        "[for a in range(1000) : a == 1 ? range(1000) : []]",
        "[for a in range(1000) : try(range(a, a + 1000), a)]",
        '"%{ for a in range(1000) }%{ for b in range(1000) }x%{ endfor }%{ endfor }"',
    ],
)
def test_loops_in_loops_end(text: str) -> None:
    work = Work()
    work.left = 50_000
    with pytest.raises(EvaluationError, match="too much to evaluate"):
        evaluate(parse_expression(text), Scope({}, work=work))


def test_a_value_that_needs_itself_is_refused() -> None:
    assert "error" in answer({"id": "x", "expr": "local.a", "hcl": "locals {\n  a = [local.a]\n}\n"})
