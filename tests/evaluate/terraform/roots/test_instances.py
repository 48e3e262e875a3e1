"""Instances whose number or keys are not known, and what cannot be evaluated."""

import json

import pytest

from seamlint.evaluate.terraform import body, expansion, root
from seamlint.evaluate.values import Reference, Unknown, Verdict

from .roots import evaluated, resource, write


def test_an_unknown_count_is_one_instance_whose_presence_is_undecided(tmp_path):
    write(
        tmp_path,
        main__tf="""
        variable "create" {}
        resource "aws_vpc" "v" {
          count      = var.create ? 1 : 0
          cidr_block = "10.0.0.0/16"
          tags       = { index = count.index }
        }
        resource "aws_subnet" "s" {
          vpc_id = aws_vpc.v[0].id
        }
        output "all" {
          value = aws_vpc.v[*].id
        }
        """,
    )
    unit, diagnostics = evaluated(tmp_path)
    vpc = resource(unit, "aws_vpc.v[*]")
    assert not diagnostics
    assert (vpc.presence, vpc.missing) == (Verdict.UNDECIDED, ("var.create",))
    assert vpc.values["cidr_block"] == "10.0.0.0/16"
    assert vpc.values["tags"] == {"index": Unknown(("var.create",))}
    subnet = resource(unit, "aws_subnet.s")
    assert subnet.values["vpc_id"] == Reference(unit.path, "aws_vpc.v[*]", "id")
    assert subnet.presence is Verdict.YES
    assert unit.outputs["all"] == Unknown(("var.create",))


def test_an_unknown_for_each_of_a_module_reaches_everything_in_it(tmp_path):
    write(
        tmp_path,
        main__tf='variable "v" {}\nmodule "m" {\n  source   = "./m"\n  for_each = var.v\n  key      = each.key\n}\n',
        m___main__tf='variable "key" {}\nresource "aws_vpc" "v" {\n  cidr_block = var.key\n}\n',
    )
    unit, _ = evaluated(tmp_path)
    vpc = resource(unit, "module.m[*].aws_vpc.v")
    assert (vpc.presence, vpc.missing) == (Verdict.UNDECIDED, ("var.v",))
    assert vpc.values["cidr_block"] == Unknown(("var.v",))


def test_unknown_values_under_known_keys_keep_their_instances(tmp_path):
    write(
        tmp_path,
        main__tf='variable "v" {}\nresource "aws_vpc" "v" {\n  for_each = { a = var.v }\n  tags     = each.value\n}\n',
    )
    unit, _ = evaluated(tmp_path)
    assert resource(unit, 'aws_vpc.v["a"]').presence is Verdict.YES


def test_unknown_dynamic_blocks_end_the_list_of_blocks(tmp_path):
    write(
        tmp_path,
        main__tf="""
        variable "rules" {}
        resource "aws_security_group" "g" {
          ingress {
            from_port = 22
          }
          dynamic "ingress" {
            for_each = var.rules
            content {
              from_port = ingress.value
            }
          }
        }
        """,
    )
    unit, _ = evaluated(tmp_path)
    group = resource(unit, "aws_security_group.g")
    assert group.values["ingress"] == [{"from_port": 22}, Unknown(("var.rules",))]
    assert group.span_at(("ingress", 1)).line == 7


def test_a_hostile_count_is_judged_as_one(tmp_path):
    write(tmp_path, main__tf='resource "aws_vpc" "v" {\n  count = 1000000000\n}\n')
    unit, (told,) = evaluated(tmp_path)
    assert [each.address for each in unit.resources] == ["aws_vpc.v[*]"]
    assert "1000000000" in told.message


def test_modules_that_multiply_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(root, "MOST_MODULES", 500)
    call = 'module "m" {{\n  source = "../m{next}"\n  count  = 9\n}}\n'
    for level in range(4):
        write(tmp_path, **{f"m{level}___main__tf": call.format(next=level + 1)})
    write(tmp_path, main__tf='module "m" {\n  source = "./m0"\n}\n', m4___main__tf='resource "aws_vpc" "v" {\n}\n')
    unit, diagnostics = evaluated(tmp_path)
    assert len(unit.resources) < 500
    assert any("module instances" in each.message for each in diagnostics)


def test_a_module_that_calls_itself_is_told(tmp_path):
    write(
        tmp_path,
        main__tf='module "a" {\n  source = "./a"\n}\n',
        a___main__tf='module "b" {\n  source = "../b"\n}\n',
        b___main__tf='module "a" {\n  source = "../a"\n}\nresource "aws_vpc" "v" {\n}\n',
    )
    unit, (told,) = evaluated(tmp_path)
    assert "calls itself" in told.message
    assert [each.address for each in unit.resources] == ["module.a.module.b.aws_vpc.v"]


def test_names_that_need_themselves_are_told(tmp_path):
    write(
        tmp_path,
        main__tf="""
        locals {
          a = local.b
          b = "${local.a}x"
        }
        resource "aws_vpc" "v" {
          cidr_block = local.a
          tags       = aws_vpc.v.tags
        }
        """,
    )
    unit, diagnostics = evaluated(tmp_path)
    assert isinstance(resource(unit, "aws_vpc.v").values["cidr_block"], Unknown)
    assert any("depends on itself" in each.message for each in diagnostics)


ITSELF = {
    "an argument": "x = acme_a.b",
    "a nested block": "x {\n y = acme_a.b\n }",
    "a part of it": "x {\n y = acme_a.b.x[0].y\n }",
    "one of several": "count = 2\n x {\n y = acme_a.b[0]\n }",
    "generated": 'dynamic "x" {\n for_each = [1]\n content {\n y = acme_a.b\n }\n }',
    "through a local": "x {\n y = local.whole\n }",
    "through another": "x {\n y = acme_a.c\n }",
    "as text": "x {\n y = jsonencode(acme_a.b)\n }",
}


@pytest.mark.parametrize("body", ITSELF.values(), ids=ITSELF)
def test_a_resource_that_holds_itself_is_told(tmp_path, body):
    others = 'locals {\n whole = acme_a.b\n}\nresource "acme_a" "c" {\n x = [acme_a.b]\n}\n'
    unit, diagnostics = evaluated(write(tmp_path, main__tf=f'resource "acme_a" "b" {{\n{body}\n}}\n{others}'))
    assert any("depends on itself" in each.message for each in diagnostics)
    assert json.dumps([each.values for each in unit.resources], default=str)


def test_a_module_that_gets_itself_is_told(tmp_path):
    write(
        tmp_path,
        main__tf='module "m" {\n  source = "./m"\n  v = module.m\n}\noutput "all" {\n  value = module.m\n}\n',
        m___main__tf='variable "v" {\n}\noutput "o" {\n  value = var.v\n}\n',
    )
    unit, (told,) = evaluated(tmp_path)
    assert "depends on itself" in told.message
    assert isinstance(unit.outputs["all"]["o"], Unknown)


def test_an_error_spoils_its_attribute_alone(tmp_path):
    write(
        tmp_path,
        main__tf="""
        resource "aws_vpc" "v" {
          cidr_block = cidrsubnet("nonsense", 8, 1)
          tags       = { a = "b" }
        }
        resource "aws_vpc" "w" {
          cidr_block = local.missing
        }
        """,
    )
    unit, diagnostics = evaluated(tmp_path)
    values = resource(unit, "aws_vpc.v").values
    assert values["cidr_block"] == Unknown((f"error at {unit.path}/main.tf:3",))
    assert values["tags"] == {"a": "b"}
    assert [each.span.line for each in diagnostics] == [3, 7]


def test_values_may_depend_on_each_other_a_long_way(tmp_path):
    chain = "".join(f'  l{index} = "${{local.l{index - 1}}}."\n' for index in range(1, 300))
    write(tmp_path, main__tf=f'locals {{\n  l0 = ""\n{chain}}}\noutput "length" {{\n  value = length(local.l299)\n}}\n')
    assert evaluated(tmp_path)[0].outputs["length"] == 299


def test_a_chain_that_is_too_long_is_told(tmp_path):
    chain = "".join(f"  l{index} = [local.l{index - 1}]\n" for index in range(1, 6000))
    write(tmp_path, main__tf=f'locals {{\n  l0 = ""\n{chain}}}\noutput "x" {{\n  value = local.l5999\n}}\n')
    unit, diagnostics = evaluated(tmp_path)
    assert diagnostics
    assert "x" in unit.outputs


def test_what_may_not_exist_is_not_told_to_be_wrong(tmp_path):
    write(
        tmp_path,
        main__tf="""
        variable "create" {}
        resource "aws_vpc" "v" {
          count      = var.create
          cidr_block = coalescelist([], [])
        }
        module "m" {
          count  = var.create
          source = "./m"
        }
        """,
        m___main__tf='locals {\n  a = [][0]\n}\nresource "aws_vpc" "v" {\n  cidr_block = local.a\n}\n',
    )
    unit, diagnostics = evaluated(tmp_path)
    assert not diagnostics
    assert all(isinstance(each.values["cidr_block"], Unknown) for each in unit.resources)


def test_resources_and_blocks_that_multiply_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(expansion, "STEPS_AN_INSTANCE", 100_000)
    monkeypatch.setattr(body, "STEPS_A_BLOCK", 100_000)
    many = "".join(f'resource "aws_vpc" "v{index}" {{\n  count = 90\n}}\n' for index in range(20))
    nested = """
    resource "aws_lb" "l" {
      dynamic "a" {
        for_each = range(90)
        content {
          dynamic "b" {
            for_each = range(90)
            content {
            }
          }
        }
      }
    }
    """
    unit, diagnostics = evaluated(write(tmp_path, main__tf=many))
    assert len(unit.resources) <= 200
    assert "judged as one" in diagnostics[0].message
    unit, diagnostics = evaluated(write(tmp_path, main__tf=nested))
    assert any("more blocks" in each.message for each in diagnostics)
    blocks = resource(unit, "aws_lb.l").values["a"]
    assert len(blocks) == 90
    assert isinstance(blocks[-1]["b"][-1], Unknown)
