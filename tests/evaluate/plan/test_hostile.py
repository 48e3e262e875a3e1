"""Broken and hostile plans: a message, never a traceback; work stays bounded."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seamlint.config import Config
from seamlint.pipeline import evaluate, run
from seamlint.registry import installed
from seamlint.report.units import render
from seamlint.request import Request

from .plans import UNKNOWN, change, declared, plan, refers

if TYPE_CHECKING:
    from pathlib import Path

MARKS = '"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes"'


def messages(folder: Path, text: str) -> list[str]:
    (folder / "plan.json").write_text(text, "utf-8")
    units, diagnostics = evaluate(Request((str(folder),), Config(str(folder)), cache=False))
    render(units).encode("utf-8")
    return [each.message for each in diagnostics]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{{{MARKS}: [", "no JSON"),
        (f"{{{MARKS}: [}}", "no JSON"),
        (f"{{{MARKS}: [] [] }}", "expected `,` or `}`"),
        (f'{{{MARKS}: [], "variables": {"[" * 100_000}', "nested too deep"),
        (f'{{{MARKS}: [], "variables": {"9" * 10_000}}}', "too many digits"),
        ('{"format_version": "2.0", "terraform_version": "9", "resource_changes": []}', "format version 2.0"),
        (f'{{{MARKS}: [], "errored": true}}', "does not hold all"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, says: str) -> None:
    [message] = messages(tmp_path, text)
    assert says in message


@pytest.mark.parametrize("text", ["", "[]", "{}", '"format_version"', '{"format_version": "1.2"}', "\0\0", "{\0}\0"])
def test_other_json_is_passed_over(tmp_path: Path, text: str) -> None:
    assert messages(tmp_path, text) == []


def test_half_characters_can_be_printed(tmp_path: Path) -> None:
    document = plan([change("aws_vpc.a", cidr_block="\ud800", **{"\udfff": "x"})])
    assert messages(tmp_path, json.dumps(document)) == []


NAMES = [
    "address", "mode", "type", "name", "change", "after", "after_unknown", "after_sensitive", "references", "index",
    "constant_value", "expressions", "resources", "module_calls", "module", "outputs", "expression", "root_module",
    "values", "region", "for_each_expression", "module_address", "provider_config_key", "child_modules",
]  # fmt: skip
WORDS = st.text(max_size=8) | st.sampled_from(["aws_vpc.a", "id"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS
KEYS = st.sampled_from(NAMES) | st.text(max_size=4)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, each in below for place in _places(each, (*path, name)))]


def _replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    if not path:
        return by
    if isinstance(value, dict):
        return {name: _replaced(each, path[1:], by) if name == path[0] else each for name, each in value.items()}
    return [_replaced(each, path[1:], by) if at == path[0] else each for at, each in enumerate(value)]


MODULE = {
    "resources": [declared("aws_vpc.a", x=refers("var.x"))],
    "outputs": {"vpc": {"expression": refers("aws_vpc.a.id")}},
}
PROVIDER = {"region": refers("var.region"), "assume_role": [{"role_arn": refers("var.x")}]}
ROUTES = [{"gateway_id": refers("aws_vpc.a.id")}]
WHOLE = plan(
    [
        change("module.m.aws_vpc.a"),
        change("aws_subnet.a[0]", key=0, tags={"a": "b"}, route=[{"cidr_block": "0.0.0.0/0"}], vpc_id=UNKNOWN),
    ],
    {
        **declared("aws_subnet.a", vpc_id=refers("module.m.vpc"), route=ROUTES),
        "for_each_expression": refers("aws_vpc.a"),
    },
    root={"module_calls": {"m": {"expressions": {}, "module": MODULE}}},
    providers={"aws": {"expressions": PROVIDER}},
    variables={"region": {"value": "eu-west-1"}},
)


@given(st.sampled_from(_places(WHOLE)), JSON)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_may_stand_anywhere(tmp_path: Path, place: tuple[Any, ...], value: Any) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(_replaced(WHOLE, place, value)), "utf-8")
    request = Request((str(tmp_path),), Config(str(tmp_path)), cache=False)
    result = run(request, installed())
    assert [each.message for each in result.diagnostics if "cannot judge" in each.message] == []
    render(evaluate(request)[0]).encode("utf-8")


def test_references_that_multiply_end(tmp_path: Path) -> None:
    """Every output refers twice to the next one, and the last one to the first."""
    calls: dict[str, Any] = {}
    for at in range(40):
        following = f"var.v{(at + 1) % 40}"
        outputs = {"o": {"expression": refers("var.a", "var.b")}}
        arguments = {"a": refers(f"module.m{(at + 1) % 40}.o"), "b": refers(f"module.m{(at + 1) % 40}.o", following)}
        calls[f"m{at}"] = {"expressions": arguments, "module": {"outputs": outputs}}
    subnet = change("aws_subnet.a")
    subnet["change"]["after_unknown"]["vpc_id"] = True
    document = plan([subnet], declared("aws_subnet.a", vpc_id=refers("module.m0.o")), root={"module_calls": calls})
    started = time.process_time()
    assert messages(tmp_path, json.dumps(document)) == []
    assert time.process_time() - started < 5
