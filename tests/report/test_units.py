"""What ``seamlint show`` prints."""

import json
from fractions import Fraction

from seamlint.evaluate.resource import Resource, Unit
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Verdict
from seamlint.report.units import as_json, render
from seamlint.sources.span import Span


class Place:
    def span_at(self, _):
        return Span("main.tf", 3, 1, 3, 9)

    def trail(self, _):
        return ()


def resource(address, values, **more):
    return Resource("root", address, "aws_vpc", "terraform", values, Place(), **more)


def test_resources_and_data_sources_are_kept_apart():
    vpc = resource("aws_vpc.v", {"a": [1]}, account="1" * 12, region="eu-west-1", presence=Verdict.UNDECIDED)
    data = resource("module.m.data.aws_vpc.d", {})
    unit = Unit("root", "terraform", None, "eu-west-1", [vpc, data], {"o": Sensitive("secret")})
    text = render([unit])
    assert json.loads(text) == {
        "version": 1,
        "units": [
            {
                "path": "root",
                "dialect": "terraform",
                "account": None,
                "region": "eu-west-1",
                "outputs": {"o": {"__sensitive__": True}},
                "resources": {
                    "aws_vpc.v": {
                        "type": "aws_vpc",
                        "file": "main.tf",
                        "line": 3,
                        "account": "1" * 12,
                        "region": "eu-west-1",
                        "presence": "undecided",
                        "values": {"a": [1]},
                    }
                },
                "data": {
                    "module.m.data.aws_vpc.d": {
                        "type": "aws_vpc",
                        "file": "main.tf",
                        "line": 3,
                        "account": None,
                        "region": None,
                        "presence": "yes",
                        "values": {},
                    }
                },
            }
        ],
    }
    assert text.endswith("}\n")


def test_every_kind_of_value_has_its_form():
    reference = Reference("root", "aws_vpc.v", "id")
    assert as_json([None, True, 2, Fraction(1, 4), "é", {"k": Unknown(("var.x",))}]) == [
        None,
        True,
        2,
        0.25,
        "é",
        {"k": {"__unknown__": ["var.x"]}},
    ]
    assert as_json(reference) == {"__reference__": "aws_vpc.v.id"}
    assert as_json(Text(("a", reference, Unknown(())))) == {
        "__text__": ["a", {"__reference__": "aws_vpc.v.id"}, {"__unknown__": []}]
    }
