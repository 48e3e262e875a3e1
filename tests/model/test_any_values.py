"""Whatever a resource's values are, translating it ends in entities, never in an error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seamlint.evaluate.resource import Resource, Unit
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown
from seamlint.graph.build import build
from seamlint.graph.edges import edges
from seamlint.model.cloudformation import translate as cloudformation
from seamlint.model.terraform import translate as terraform
from seamlint.sources.span import Span

ADDRESSES = ["aws_x.a", "aws_subnet.a", "aws_security_group.a", "aws_vpc.a", "aws_launch_template.a", "A", "B"]
ATTRIBUTES = ["id", "arn", "x.0.y", "Ref", "Arn", "GroupId", "DefaultSecurityGroup"]


class Dialect:
    """What resources of a dialect are made of: its types, and the words that its translators look for."""

    def __init__(self, name, module, address, word):
        self.name = name
        self.address = address
        folder = Path(module.__file__).parent
        found = (word.findall(path.read_text()) for path in folder.rglob("*.py"))
        self.words = sorted({each for words in found for each in words})
        self.types = sorted({*module.TRANSLATORS, *getattr(module, "IAM", ())})

    def __str__(self):
        return self.name

    def unit(self, drawn):
        resources = (
            Resource(
                "root", self.address(kind, "ABCD"[place]), kind.removeprefix("data."), self.name, values, Nowhere()
            )
            for place, (kind, values) in enumerate(drawn)
        )
        return Unit("root", self.name, None, None, list(resources))


TERRAFORM = Dialect(
    "terraform", terraform, lambda kind, name: f"{kind}.{name.lower()}", re.compile(r'"([a-z][a-z0-9_]+)"')
)
CLOUDFORMATION = Dialect("cloudformation", cloudformation, lambda _, name: name, re.compile(r'"([A-Z][A-Za-z0-9]+)"'))
DIALECTS = [TERRAFORM, CLOUDFORMATION]

leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 70000),
    st.fractions(max_denominator=3),
    st.sampled_from(["", "-1", "tcp", "10.0.0.0/8", "sg-1/", "/", "a/b", "::/0", "443", "allow", "pl-1", "\x00", "٣"]),
    st.sampled_from(['{"Statement": {}}', "{", "[]", '"\\ud800"', "111122223333", "arn:aws:iam::aws:policy/x", "*"]),
    st.builds(Unknown, st.just(("var.x",))),
    st.builds(Reference, st.just("root"), st.sampled_from(ADDRESSES), st.sampled_from(ATTRIBUTES)),
    st.builds(
        Text,
        st.lists(st.sampled_from(["a/", Unknown(("v",)), Reference("root", "aws_x.a", "id")]), min_size=1).map(tuple),
    ),
)


def values(words):
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(words), inner, max_size=4),
            st.builds(Sensitive, inner),
        ),
        max_leaves=12,
    )


def units(dialect):
    attributes = st.dictionaries(st.sampled_from(dialect.words), values(dialect.words), max_size=8)
    drawn = st.lists(st.tuples(st.sampled_from(dialect.types), attributes), min_size=1, max_size=4)
    return drawn.map(dialect.unit)


class Nowhere:
    def span_at(self, _path):
        return Span("main.tf", 1, 1, 1, 2)

    def trail(self, _path):
        return ()


def translates(unit):
    graph = build([unit])
    assert len({(type(entity), entity.key) for entity in graph}) == len(list(graph))
    assert all(edge.reason.span for edge in edges(graph))


@settings(max_examples=150, deadline=None)
@given(units(TERRAFORM))
def test_translation_from_terraform_takes_any_values(unit):
    translates(unit)


@settings(max_examples=150, deadline=None)
@given(units(CLOUDFORMATION))
def test_translation_from_cloudformation_takes_any_values(unit):
    translates(unit)


@pytest.mark.parametrize(("dialect", "kind"), [(each, kind) for each in DIALECTS for kind in each.types], ids=str)
def test_every_type_without_values(dialect, kind):
    graph = build([dialect.unit([(kind, {})])])
    assert all(entity.span() for entity in graph)
