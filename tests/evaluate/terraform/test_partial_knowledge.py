"""What is known of an unknown stays known: whose it is, its text's parts, how many there are, what it needs."""

from __future__ import annotations

from typing import Any

import pytest

from seamlint.evaluate import values as neutral
from seamlint.evaluate.terraform.errors import EvaluationError, UndeclaredError
from seamlint.evaluate.terraform.expressions import evaluate
from seamlint.evaluate.terraform.plain import from_plain, plain
from seamlint.evaluate.terraform.scope import Scope
from seamlint.evaluate.terraform.types import DYNAMIC, STRING, ListOf
from seamlint.evaluate.terraform.values import (
    EPHEMERAL,
    SENSITIVE,
    Instance,
    Object,
    Tuple,
    Unknown,
    Value,
    computed,
    mark,
    marks_of,
    needs_of,
)
from seamlint.evaluate.values import Reference, Sensitive, Text
from seamlint.syntax.hcl import parse_expression

ID = Reference("root", "aws_vpc.a", "id")
ARN = Reference("root", "aws_s3_bucket.b", "arn")
NAMES: dict[str, Any] = {
    "vpc": Instance({"cidr_block": "10.0.0.0/16"}, "root", "aws_vpc.a"),
    "bucket": Instance({}, "root", "aws_s3_bucket.b"),
    "id": computed("root", "aws_vpc.a", "id", STRING),
    "x": Unknown(STRING, ("var.x",)),
    "any": Unknown(DYNAMIC, ("data.aws_ami.y.id",)),
    "names": Unknown(ListOf(STRING), ("data.aws_availability_zones.z.names",)),
    "secret": mark("s", frozenset({SENSITIVE})),
    "token": mark("t", frozenset({EPHEMERAL})),
}


def value_of(text: str) -> Value:
    return evaluate(parse_expression(text), Scope(dict(NAMES)))


def shown(text: str) -> neutral.Value:
    return plain(value_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "vpc.id",
        'vpc["id"]',
        "[vpc][0].id",
        "([vpc, vpc][*].id)[1]",
        "{a = vpc}.a.id",
        '"${vpc.id}"',
        "tostring(id)",
        "element([id], 3)",
        "tolist([id])[0]",
        "coalesce(id, 1)",
        "try(vpc.id, 1)",
        "one([id])",
        "one(toset([id]))",
        'lookup({a = id}, "a", 1)',
        'lookup(vpc, "id")',
        "merge({a = 1}, {a = id}).a",
        "concat([1], [id])[1]",
        "flatten([[id]])[0]",
        "values({a = id})[0]",
        'zipmap(["a"], [id]).a',
        "reverse([1, id])[0]",
        "slice([1, id], 1, 2)[0]",
        "setproduct([id], [1])[0][0]",
        "[for v in [vpc] : v.id][0]",
        '{for v in [vpc] : "k" => v.id}.k',
        "nonsensitive(sensitive(id))",
        'true ? id : "x"',
    ],
)
def test_whose_it_is_survives(text: str) -> None:
    assert shown(text) == ID


def test_a_part_of_what_is_computed_is_known_to_be_one() -> None:
    assert shown("vpc.tags_all.Name") == Reference("root", "aws_vpc.a", "tags_all.Name")
    assert shown("vpc.ingress[0].port") == Reference("root", "aws_vpc.a", "ingress.0.port")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('"${bucket.arn}/*"', (ARN, "/*")),
        ('"a${x}b${1}c"', ("a", neutral.Unknown(("var.x",)), "b1c")),
        ('"${"${bucket.arn}/a"}/*"', (ARN, "/a/*")),
        ('"%{ if true }${id}%{ endif }-x"', (ID, "-x")),
        ('"%{ for i in [id, x] }${i},%{ endfor }"', (ID, ",", neutral.Unknown(("var.x",)), ",")),
        ('join("/", [bucket.arn, "k"])', (ARN, "/k")),
    ],
)
def test_the_known_parts_of_a_text_survive(text: str, parts: tuple[Any, ...]) -> None:
    assert shown(text) == Text(parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('replace("a:_ID_:b:_ID_", "_ID_", vpc.id)', ("a:", ID, ":b:", ID)),
        ('replace("${bucket.arn}/_ID_", "_ID_", "x")', (ARN, "/x")),
        ('replace(replace("_ID_ _ARN_", "_ID_", vpc.id), "_ARN_", bucket.arn)', (ID, " ", ARN)),
        ('join(" ", compact(["", "a${vpc.id}", "b"]))', ("a", ID, " b")),
    ],
)
def test_what_is_filled_in_or_left_out_is_known(text: str, parts: tuple[Any, ...]) -> None:
    assert shown(text) == Text(parts)


@pytest.mark.parametrize(
    "text", ['replace("a-b", "-", vpc.id)', 'replace("ab", "/a/", vpc.id)', "compact([vpc.id])[0]"]
)
def test_what_may_be_anything_stays_unknown(text: str) -> None:
    assert isinstance(shown(text), neutral.Unknown)


def test_nothing_is_filled_in_without_end() -> None:
    text = 'replace(replace(join("", [for i in range(1000): "_A_"]), "_A_", "${vpc.id}%s"), "_B_", "${vpc.id}x")'
    assert isinstance(shown(text % "_B__B__B__B__B__B__B__B__B__B__B_"), neutral.Unknown)


def test_how_many_there_are_is_known() -> None:
    assert shown("[x, x, id]") == [neutral.Unknown(("var.x",)), neutral.Unknown(("var.x",)), ID]
    assert shown('length(x == "a" ? ["b"] : ["c"])') == 1
    assert shown('x == "a" ? tolist([1]) : tolist([2])') == [neutral.Unknown(("var.x",))]


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("x == any", ("var.x", "data.aws_ami.y.id")),
        ("upper(any)", ("data.aws_ami.y.id",)),
        ('x == "a" ? any : id', ("var.x", "data.aws_ami.y.id", "aws_vpc.a.id")),
        ("[for n in names : n]", ("data.aws_availability_zones.z.names",)),
        ("{(x) = 1}", ("var.x",)),
        ("[1, 2][tonumber(x)]", ("var.x",)),
        ("names[0]", ("data.aws_availability_zones.z.names",)),
        ("length(names)", ("data.aws_availability_zones.z.names",)),
        ("-tonumber(x) + 1", ("var.x",)),
        ('contains([x], "a")', ("var.x",)),
        ("can(any.a)", ("data.aws_ami.y.id",)),
    ],
)
def test_an_unknown_says_what_it_needs(text: str, needs: tuple[str, ...]) -> None:
    assert needs_of(value_of(text)) == needs


def test_what_is_computed_compares_as_unknown() -> None:
    assert shown("id == id") == neutral.Unknown(("aws_vpc.a.id",))


@pytest.mark.parametrize(
    "text", ["secret", '"a${secret}"', "upper(secret)", 'secret == "s"', "[for c in [secret] : c][0]"]
)
def test_marks_spread(text: str) -> None:
    assert marks_of(value_of(text)) == {SENSITIVE}
    assert isinstance(shown(text), Sensitive)


def test_an_ephemeral_value_is_no_secret() -> None:
    assert marks_of(value_of("upper(token)")) == {EPHEMERAL}
    assert shown("upper(token)") == "T"
    assert shown("ephemeralasnull({a = token, b = 1})") == {"a": None, "b": 1}


def test_plain_data_comes_back_as_it_was() -> None:
    data = {"a": [1, "x", None, True, {}], "b": ID, "c": Text((ARN, "/*")), "d": neutral.Unknown(("var.x",))}
    assert plain(from_plain(data)) == data
    assert str(plain(from_plain(0.1))) == str(plain(value_of("0.1")))


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("[1, nothing.x]", "nothing", '"nothing" is not declared here'),
        ("1 + vpc.cidr_block", "vpc.cidr_block", "a number is required"),
        ("upper([1])", "[1]", 'Invalid value for "str" parameter of upper'),
        ("uper(1)", "uper(1)", 'Did you mean "upper"?'),
        ("{a = 1}.b", "{a = 1}.b", 'does not have an attribute named "b"'),
        ("[1][2]", "[1][2]", "greater than or equal to the length"),
        ('"a${null}"', "null", "Cannot include a null value"),
        ("true ? 1 : [1]", "1 : [1]", "The 'true' value is number, but the 'false' value is tuple"),
    ],
)
def test_a_refusal_says_where_and_why(text: str, at: str, says: str) -> None:
    with pytest.raises(EvaluationError) as refusal:
        value_of(text)
    assert text[refusal.value.start : refusal.value.end] == at
    assert says in refusal.value.message


def test_try_does_not_hide_a_name_that_is_not_declared() -> None:
    with pytest.raises(UndeclaredError):
        value_of("try(nothing.x, 1)")


def test_values_share_nothing_that_a_caller_could_change() -> None:
    first = value_of("merge(vpc, {a = 1})")
    assert isinstance(first, Object)
    first.entries["b"] = Tuple([])
    assert "b" not in NAMES["vpc"].entries
