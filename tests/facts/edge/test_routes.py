"""Which paths a distribution's behaviours take from which origin."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.edge.sites import BUCKET, CONTROL, ELSEWHERE, behavior, distribution, origin
from made import entity
from seamlint.config import Config
from seamlint.evaluate.values import Reference, Unknown
from seamlint.facts.edge.routes import routes, title
from seamlint.facts.iam.globs import glob
from seamlint.graph.build import build
from seamlint.graph.graph import Graph
from seamlint.model.edge import CacheBehavior, Distribution, Origin
from seamlint.model.verdict import Verdict
from seamlint.pipeline import evaluate
from seamlint.request import Request

VARIABLE = 'variable "label" {}\n'


@pytest.fixture
def taken(tmp_path):
    def taken(*blocks, default="o"):
        (tmp_path / "main.tf").write_text(VARIABLE + BUCKET + CONTROL + distribution(*blocks, default=default))
        units, problems = evaluate(Request((str(tmp_path),), Config(str(tmp_path))))
        assert not problems
        graph = build(units)
        found = routes(graph, graph.all(Distribution)[0])
        return [(each.behavior.pattern, each.origin.id, each.path, each.verdict) for each in found]

    return taken


def test_behaviours_in_their_order_and_the_default_one_last(taken):
    assert taken(origin(), ELSEWHERE, behavior("/api/*", "x"), behavior("*.jpg")) == [
        ("/api/*", "x", "api/…", Verdict.YES),
        ("*.jpg", "o", "….jpg", Verdict.YES),
        (None, "o", "…", Verdict.YES),
    ]


def test_a_behaviour_that_an_earlier_one_leaves_nothing_takes_nothing(taken):
    found = taken(origin(), ELSEWHERE, behavior("*", "x"), behavior("/img/*"))
    assert [each[0] for each in found] == ["*"]


def test_a_path_that_no_earlier_behaviour_takes_is_looked_for(taken):
    found = taken(origin(), ELSEWHERE, behavior("/img/?", "x"), behavior("/img/*"))
    assert found[1][2] == "img/……"


def test_of_paths_that_functions_change_nothing_is_known(taken):
    function = 'function_association {\n event_type = "viewer-request"\n function_arn = "arn:f"\n}\n'
    rewriting = behavior("/a/*").replace("cached_methods", f"{function} cached_methods")
    assert isinstance(taken(origin(), rewriting)[0][2], Unknown)


def test_an_only_origin_is_meant_by_any_label(taken):
    assert [each[3] for each in taken(origin(), default="${var.label}")] == [Verdict.YES]


PATTERNS = st.text("ab/*?", min_size=1, max_size=5)


@settings(max_examples=200, deadline=None)
@given(st.lists(PATTERNS, max_size=5))
def test_a_route_is_a_path_of_its_behaviour_and_of_none_before(patterns):
    resource = entity(1, "aws_cloudfront_distribution.d").resource
    graph = Graph([], [
        Distribution(resource, ()),
        Origin(resource, ("origin", 0), id="o"),
        *(CacheBehavior(resource, ("b", at), pattern=each, target_origin="o") for at, each in enumerate(patterns)),
        CacheBehavior(resource, ("default", 0), target_origin="o"),
    ])  # fmt: skip
    for route in routes(graph, graph.all(Distribution)[0]):
        place = graph.all(CacheBehavior).index(route.behavior)
        before = [glob(each.removeprefix("/")) for each in patterns[:place]]
        assert glob((route.behavior.pattern or "*").removeprefix("/")).matches(route.path)
        assert not any(each.matches(route.path) for each in before)


def test_labels_are_texts_or_references():
    resource = entity(1, "aws_cloudfront_distribution.d").resource
    one, other = (Reference(".", f"aws_s3_bucket.{name}", "id") for name in "ab")
    graph = Graph([], [
        Distribution(resource, ()),
        Origin(resource, ("origin", 0), id=one),
        Origin(resource, ("origin", 1), id=other),
        CacheBehavior(resource, ("b", 0), pattern="/x", target_origin=other),
        CacheBehavior(resource, ("b", 1), pattern="/y", target_origin=Unknown(("var.label",))),
    ])  # fmt: skip
    found = [(each.path, each.origin.id, each.verdict) for each in routes(graph, graph.all(Distribution)[0])]
    assert found == [("x", other, Verdict.YES), ("y", one, Verdict.UNDECIDED), ("y", other, Verdict.UNDECIDED)]


def test_behaviours_are_called_by_their_patterns():
    resource = entity(1).resource
    patterns = (None, "/a/*", Unknown(("var.pattern",)))
    titles = [title(CacheBehavior(resource, (), pattern=each)) for each in patterns]
    assert titles == ["the default behaviour", "the behaviour for /a/*", "a behaviour"]
