"""Hostile arguments end soon: with an answer, a refusal or an unknown."""

import time
from contextlib import suppress

import pytest

from evaluate.terraform.functions.calling import result
from seamlint.evaluate.terraform.errors import EvaluationError
from seamlint.evaluate.terraform.values import Unknown

SECONDS = 8


@pytest.mark.parametrize(
    "expression",
    [
        'format("%9999999d", 1)', 'format("%.9999999f", 1)', 'format("%9999999s", "a")',
        'format("%99999999999999999999d", 1)', 'formatlist("%99999s", [for i in range(1000) : i])',
        'replace(local.long, "a", local.long)', "indent(1000000, local.lines)",
        'join(local.long, split("", local.long))',
        'format("%d", jsondecode("1e6000"))', 'format("%.5000f", 1)', 'pow(jsondecode("1e6000"), 2)',
        'regex("((a{0,30}){0,30})*b", local.long)', 'replace(local.long, "/(?:a*b|a)/", "")',
    ],
)  # fmt: skip
def test_what_would_take_too_much_is_unknown(expression):
    started = time.process_time()
    value = result(expression, long="a" * 20_000, lines="\n" * 20_000)
    assert isinstance(value, Unknown)
    assert value.needs
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "expression",
    [
        "pow(10, 100000)", "pow(1.0000001, 1e30)", 'regexall("(a*)*b", local.long)', "parseint(local.long, 36)",
        "strrev(local.long)", "title(local.long)",
        'cidrsubnets("10.0.0.0/8", [for i in range(1000) : 20]...)', 'cidrsubnet("::/0", 128, 1e37)',
        'cidrhost("::/0", 1e30)',
        'cidrhost("::/0", jsondecode("1e6000"))',
        'jsonencode(jsondecode("1e6000"))', 'indent(jsondecode("1e6000"), "a")',
        "jsondecode(local.deep)", "yamldecode(local.deep)", 'jsondecode("1e999999999")', 'yamldecode("1e999999999")',
        'timeadd("2020-01-01T00:00:00Z", local.long)', "csvdecode(local.quotes)", 'regex("${local.groups}a", "a")',
        'formatdate(local.long, "2020-01-01T00:00:00Z")', "base64decode(local.long)", "yamldecode(local.bomb)",
        "provider::terraform::decode_tfvars(local.deep)", 'uuidv5(local.long, "x")',
    ],
)  # fmt: skip
def test_what_is_absurd_ends(expression):
    started = time.process_time()
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    texts = {"long": "a" * 20_000, "deep": "[" * 50_000, "quotes": '"' * 20_001, "groups": "(" * 5000, "bomb": bomb}
    with suppress(EvaluationError):
        result(expression, **texts)
    assert time.process_time() - started < SECONDS
