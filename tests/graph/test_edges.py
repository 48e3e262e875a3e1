"""The edges of the graph, and the graph as networkx has it."""

from __future__ import annotations

import pytest

from seamlint.evaluate.resource import Resource
from seamlint.evaluate.values import Reference, Unknown
from seamlint.graph.edges import TARGETS, edges, edges_to
from seamlint.graph.export import to_networkx
from seamlint.graph.graph import Graph
from seamlint.model import (
    certificates,
    edge,
    encrypted_data,
    encryption,
    functions,
    iam,
    listening,
    logs,
    network,
    regions,
    storage,
    web_acls,
)
from seamlint.model.entity import Entity
from seamlint.sources.span import Span


class Nowhere:
    def span_at(self, path):
        return Span("main.tf", 1, len(path) + 1, 1, 9)

    def trail(self, _path):
        return ()


def resource(address):
    return Resource("root", address, address.partition(".")[0], "terraform", {}, Nowhere())


@pytest.fixture
def graph():
    subnet = network.Subnet(resource("aws_subnet.s"), ())
    interface = network.Attachment(
        resource("aws_instance.i"),
        (),
        subnets=[Reference("root", "aws_subnet.s", "id"), Unknown(("var.more",))],
        places={"subnets": ("subnet_id",)},
    )
    target = network.TargetAttachment(resource("aws_x.t"), (), target=Reference("root", "aws_instance.i", "id"))
    return Graph([], [subnet, interface, target])


def test_edges_follow_what_is_known_and_say_where_it_is_written(graph):
    found = [(edge.source.address, edge.kind, edge.target.address) for edge in edges(graph)]
    assert found == [("aws_instance.i", "subnets", "aws_subnet.s"), ("aws_x.t", "target", "aws_instance.i")]
    assert [edge.reason.span.column for edge in edges(graph)] == [3, 2]


def test_networkx_has_the_same_nodes_and_edges(graph):
    drawn = to_networkx(graph)
    subnet, interface = graph.all(network.Subnet)[0], graph.all(network.Attachment)[0]
    assert drawn.number_of_nodes() == 3
    assert drawn.nodes[("Subnet", subnet.key)]["entity"] is subnet
    reason = drawn.edges[("Attachment", interface.key), ("Subnet", subnet.key), "subnets"]["reason"]
    assert reason.says == "aws_instance.i names aws_subnet.s"


_OUTSIDE = {"gateway", "arn", "url", "looked_up_as", "arns", "canonical_ids"} | {
    "protected",
    "named",
}


def test_every_pointer_of_the_model_has_a_target():
    kinds = [
        kind
        for module in (
            network,
            iam,
            encryption,
            encrypted_data,
            edge,
            storage,
            logs,
            certificates,
            functions,
            listening,
            regions,
            web_acls,
        )
        for kind in vars(module).values()
    ]
    entities = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Entity)]
    held = {name for kind in entities for name, type_ in kind.__annotations__.items() if "Pointer" in str(type_)}
    assert held - _OUTSIDE == set(TARGETS)


def test_a_field_that_is_called_like_a_pointer_may_hold_a_plain_value():
    function = functions.LambdaFunction(resource("aws_lambda_function.f"), (), vpc=True)
    assert list(edges(Graph([], [function]))) == []


def test_edges_to_some_entities_are_those_of_all_that_reach_them(graph):
    for target in graph:
        assert list(edges_to(graph, [target])) == [edge for edge in edges(graph) if edge.target is target]
