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
from seamlint.model.terraform import translate
from seamlint.sources.span import Span

FOLDER = Path(translate.__file__).parent
WORDS = sorted({word for path in FOLDER.rglob("*.py") for word in re.findall(r'"([a-z][a-z0-9_]+)"', path.read_text())})
TYPES = sorted({*translate.TRANSLATORS, *translate.IAM})
ADDRESSES = ["aws_x.a", "aws_subnet.a", "aws_security_group.a", "aws_vpc.a", "aws_launch_template.a"]

leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 70000),
    st.fractions(max_denominator=3),
    st.sampled_from(["", "-1", "tcp", "10.0.0.0/8", "sg-1/", "/", "a/b", "::/0", "443", "allow", "pl-1", "\x00", "٣"]),
    st.sampled_from(['{"Statement": {}}', "{", "[]", '"\\ud800"', "111122223333", "arn:aws:iam::aws:policy/x", "*"]),
    st.builds(Unknown, st.just(("var.x",))),
    st.builds(Reference, st.just("root"), st.sampled_from(ADDRESSES), st.sampled_from(["id", "arn", "x.0.y"])),
    st.builds(
        Text,
        st.lists(st.sampled_from(["a/", Unknown(("v",)), Reference("root", "aws_x.a", "id")]), min_size=1).map(tuple),
    ),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
        st.builds(Sensitive, inner),
    ),
    max_leaves=12,
)


class Nowhere:
    def span_at(self, _path):
        return Span("main.tf", 1, 1, 1, 2)

    def trail(self, _path):
        return ()


def resource(address, attributes):
    kind = address.removeprefix("data.").partition(".")[0]
    return Resource("root", address, kind, "terraform", attributes, Nowhere())


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(TYPES), st.dictionaries(st.sampled_from(WORDS), values, max_size=8)),
        min_size=1,
        max_size=4,
    )
)
def test_translation_takes_any_values(drawn):
    resources = [resource(f"{kind}.{'abcd'[place]}", attributes) for place, (kind, attributes) in enumerate(drawn)]
    graph = build([Unit("root", "terraform", None, None, resources)])
    assert len({(type(entity), entity.key) for entity in graph}) == len(list(graph))
    assert all(edge.reason.span for edge in edges(graph))


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_without_values(kind):
    graph = build([Unit("root", "terraform", None, None, [resource(f"{kind}.a", {})])])
    assert all(entity.span() for entity in graph)
