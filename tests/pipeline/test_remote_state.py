"""Roots that read each other's outputs from state."""

from __future__ import annotations

import pytest

from seamlint.config import Config
from seamlint.evaluate.terraform import remote_state
from seamlint.evaluate.values import Reference
from seamlint.graph.build import build
from seamlint.model.network import Attachment, Route, SecurityGroup, Subnet, Vpc
from seamlint.pipeline import evaluate
from seamlint.request import Request

NETWORK = """
    resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
    resource "aws_internet_gateway" "i" { vpc_id = aws_vpc.v.id }
    resource "aws_subnet" "s" {
      count  = 2
      vpc_id = aws_vpc.v.id
    }
    output "vpc_id" { value = aws_vpc.v.id }
    output "gateway" { value = { id = aws_internet_gateway.i.id } }
    output "subnet_ids" { value = aws_subnet.s[*].id }
    output "name" { value = "blue" }
"""
APP = """
    resource "aws_security_group" "g" {
      name   = "web-${data.terraform_remote_state.net.outputs.name}"
      vpc_id = data.terraform_remote_state.net.outputs.vpc_id
    }
    resource "aws_lb" "b" {
      subnets         = data.terraform_remote_state.net.outputs.subnet_ids
      security_groups = [aws_security_group.g.id]
    }
    resource "aws_instance" "i" { subnet_id = data.terraform_remote_state.net.outputs.subnet_ids[1] }
    resource "aws_route" "r" {
      destination_cidr_block = "0.0.0.0/0"
      gateway_id             = data.terraform_remote_state.net.outputs.gateway.id
    }
"""
S3 = 'bucket = "state"\nkey = "net"'
BACKENDS = {
    "s3": (f'backend "s3" {{\n{S3}\nregion = "eu-west-1"\n}}', f'backend = "s3"\nconfig = {{\n{S3}\n}}'),
    "local": ("", 'backend = "local"\nconfig = { path = "../net/terraform.tfstate" }'),
    "moved": ('backend "local" { path = "x/y" }', 'backend = "local"\nconfig = { path = "../net/x/y" }'),
    "cloud": (
        'cloud {\norganization = "o"\nworkspaces { name = "net" }\n}',
        'backend = "remote"\nconfig = {\norganization = "o"\nworkspaces = { name = "net" }\n}',
    ),
}


def graph_of(tmp_path, **roots):
    for name, text in roots.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text)
    units, problems = evaluate(Request((str(tmp_path),), Config(str(tmp_path))))
    assert problems == []
    return build(units)


def reading(backend):
    return f'data "terraform_remote_state" "net" {{\n{backend}\n}}\n'


@pytest.mark.parametrize("kind", BACKENDS)
def test_outputs_stand_in_the_place_of_references_to_them(tmp_path, kind):
    backend, config = BACKENDS[kind]
    graph = graph_of(tmp_path, net=NETWORK + f"terraform {{\n{backend}\n}}", app=reading(config) + APP)
    (vpc,), group = graph.all(Vpc), graph.all(SecurityGroup)[0]
    assert graph.find(group.vpc, Vpc) is vpc
    assert group.name == "web-blue"
    balancer, instance = (
        next(a for a in graph.all(Attachment) if a.address == name) for name in ("aws_lb.b", "aws_instance.i")
    )
    assert [graph.find(pointer, Subnet) for pointer in balancer.subnets] == graph.all(Subnet)
    assert graph.find(instance.subnets[0], Subnet) is graph.all(Subnet)[1]
    assert graph.all(Route)[0].kind == "internet-gateway"


def test_another_state_stays_unknown(tmp_path):
    config = 'backend = "local"\nconfig = { path = "../other/terraform.tfstate" }'
    graph = graph_of(tmp_path, net=NETWORK, app=reading(config) + APP)
    group = next(group for group in graph.all(SecurityGroup) if group.address == "aws_security_group.g")
    assert isinstance(group.vpc, Reference)
    assert group.vpc.address == "data.terraform_remote_state.net"


TWICE = """
    locals { x = data.terraform_remote_state.net.outputs.x }
    output "x" { value = [local.x, local.x] }
"""


def test_roots_that_read_each_other_end(tmp_path):
    config = 'backend = "local"\nconfig = {{ path = "../{}/terraform.tfstate" }}'
    text = TWICE + 'resource "aws_security_group" "g" { vpc_id = data.terraform_remote_state.net.outputs.x }'
    graph = graph_of(tmp_path, a=reading(config.format("b")) + text, b=reading(config.format("a")) + text)
    assert len(graph.all(SecurityGroup)) == 2


def test_outputs_that_multiply_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(remote_state, "MOST_VALUES", 1000)
    config = 'backend = "local"\nconfig = {{ path = "../r{}/terraform.tfstate" }}'
    roots = {f"r{number}": reading(config.format(number - 1)) + TWICE for number in range(10, 40)}
    graph = graph_of(tmp_path, r9='output "x" { value = "vpc-1" }', **roots)
    assert len(repr([unit.outputs for unit in graph.units])) < 1_000_000
