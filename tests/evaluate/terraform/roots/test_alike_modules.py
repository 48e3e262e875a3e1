"""Module instances that are alike are evaluated once; nobody can tell from what they deploy."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seamlint.evaluate.terraform import likeness
from seamlint.evaluate.terraform.resources import ResourceInstance
from seamlint.evaluate.terraform.root import STACK

from .roots import evaluated, write

sys.setrecursionlimit(STACK)  # as evaluating a root does; hypothesis wants it to stay as it was

LEAF = """
variable "name" { default = "leaf" }
variable "vpc" { default = null }
variable "ports" {
  type    = list(number)
  default = [80]
}
variable "secret" {
  sensitive = true
  default   = "s"
}
resource "aws_security_group" "this" {
  name   = var.name
  vpc_id = try(var.vpc.id, var.vpc)
  tags   = { path = path.module, secret = var.secret }
  dynamic "ingress" {
    for_each = var.ports
    content {
      from_port       = ingress.value
      to_port         = ingress.value
      protocol        = "tcp"
      security_groups = [aws_security_group.other[0].id]
    }
  }
}
resource "aws_security_group" "other" {
  count = length(var.ports)
  name  = "${var.name}-${aws_security_group.third.id}-${count.index}"
}
resource "aws_security_group" "third" {
  depends_on = [aws_kms_key.unknown]
}
resource "aws_kms_key" "unknown" {
  for_each    = toset([aws_security_group.third.id])
  description = each.key
}
data "aws_caller_identity" "me" {}
data "aws_iam_policy_document" "it" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::${var.name}/*", aws_security_group.this.arn]
  }
}
resource "aws_iam_policy" "it" {
  name   = var.name
  policy = data.aws_iam_policy_document.it.json
}
output "id" { value = aws_security_group.this.id }
output "fixed" { value = "fixed" }
output "name" { value = aws_security_group.this.name }
output "group" { value = aws_security_group.this }
output "others" { value = aws_security_group.other }
output "unknown" { value = aws_kms_key.unknown }
output "ingress" { value = aws_security_group.this.ingress }
output "given" { value = var.vpc }
output "where" { value = [data.aws_caller_identity.me.account_id, aws_iam_policy.it.arn] }
"""
ABSENT = """
module "absent" {
  source = "acme/absent/aws"
  name   = var.name
}
output "absent" { value = module.absent.id }
"""
MIDDLE = """
variable "names" { type = set(string) }
variable "vpc" { default = "vpc-1" }
module "leaf" {
  source   = "../leaf"
  for_each = var.names
  name     = "same"
  vpc      = var.vpc
}
module "keyed" {
  source   = "../leaf"
  for_each = var.names
  name     = each.key
  vpc      = module.leaf[each.key].group
}
output "id" { value = values(module.leaf)[*].id }
output "group" { value = values(module.keyed)[0].group }
output "others" { value = module.leaf }
"""
START = """
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
resource "aws_vpc" "main" {}
"""
NAMES = ("leaf_0", "leaf_1", "leaf_2", "leaf_3", "leaf_4", "leaf_5")


@st.composite
def leaf_calls(draw: st.DrawFn) -> str:
    """Draw a root that calls one module several times, often with the same arguments."""
    calls = []
    for at, name in enumerate(NAMES[: draw(st.integers(2, 6))]):
        others = [f"module.{other}.{out}" for other in NAMES[:at] for out in ("id", "group", "given", "name", "fixed")]
        vpc = draw(st.sampled_from(["aws_vpc.main", "aws_vpc.main.id", '"vpc-1"', "null", *others]))
        lines = [f'module "{name}" {{', '  source = "./modules/leaf"', f"  vpc = {vpc}"]
        lines += draw(st.sampled_from([[], ['  name = "n"'], ["  count = 2"], ["  count = length(aws_vpc.main.id)"]]))
        lines += draw(st.sampled_from([[], ["  ports = [1, 2]"], ['  ports = ["1", 2]'], ['  secret = "t"']]))
        lines += draw(st.sampled_from([[], [], ["  depends_on = [aws_vpc.main]"]]))
        lines += draw(st.sampled_from([[], [], ["  providers = { aws = aws.west }"]]))
        calls.append("\n".join([*lines, "}"]))
    outputs = [f'output "{name}" {{\n  value = module.{name}\n}}' for name in NAMES[: len(calls)]]
    text = "\n".join([START, *calls, *outputs])
    for name, call in zip(NAMES, calls, strict=False):
        text = text.replace(f"module.{name}.", f"module.{name}[0].") if "count" in call else text
    return text


def told(folder: Path) -> tuple[object, ...]:
    """Return all that a root deploys, with every place and trail."""
    unit, diagnostics = evaluated(folder)
    resources = [
        (
            *(each.address, each.type, each.values, each.ids, each.presence, each.missing, each.account, each.region),
            *(each.partition, each.awaited, each.referred()),
            [(path, each.span_at(path), each.trail(path)) for path in paths(each.values)],
        )
        for each in unit.resources
    ]
    return resources, unit.outputs, unit.absent, unit.handed, set(diagnostics)


def paths(values: dict[str, object]) -> list[tuple[str | int, ...]]:
    deeper = [(name, 0, "from_port") for name in values if name == "ingress"]
    statement = [(name, "Statement", 0, "Action") for name in values if name in ("policy", "json")]
    return [(), *((name,) for name in values), *deeper, *statement]


def alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    """Return the same where every module instance is evaluated by itself."""
    with monkeypatch.context() as patched:
        patched.setattr(likeness.Likeness, "first_like", lambda _, instance: instance)
        return told(folder)


def is_same(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    write(folder, main__tf=text, modules___leaf___main__tf=LEAF, modules___middle___main__tf=MIDDLE)
    return told(folder) == alone(folder, monkeypatch)


@settings(max_examples=40, deadline=None)
@given(leaf_calls())
def test_what_is_alike_is_the_same(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        assert is_same(text, Path(folder), monkeypatch)


MIDDLES = """
module "a" {
  source = "./modules/middle"
  names  = ["x", "y"]
}
module "b" {
  source = "./modules/middle"
  names  = ["x", "y"]
}
module "c" {
  source = "./modules/middle"
  names  = ["x", "z"]
  vpc    = module.b.id[0]
}
module "leaf" {
  source = "./modules/leaf"
  vpc    = module.b.group
}
output "all" { value = [module.a, module.b, module.c.others, module.leaf] }
"""


def test_modules_in_modules_are_alike_too(tmp_path, monkeypatch):
    assert is_same(START + MIDDLES, tmp_path, monkeypatch)


IMPORT = """
import {
  to = module.b.module.leaf["x"].aws_security_group.this
  id = "sg-1"
}
"""


def test_what_is_imported_into_is_itself(tmp_path, monkeypatch):
    assert is_same(START + MIDDLES + IMPORT, tmp_path, monkeypatch)
    ids = {each.address: each.ids for each in evaluated(tmp_path)[0].resources}
    assert ids['module.b.module.leaf["x"].aws_security_group.this']["id"] == "sg-1"
    assert ids['module.a.module.leaf["x"].aws_security_group.this'].get("id") != "sg-1"


def test_what_absent_modules_are_told_of_is_each_call_s_own(tmp_path, monkeypatch):
    write(tmp_path, modules___leaf___absent__tf=ABSENT)
    named = MIDDLES + 'module "alike" {\n  source = "./modules/leaf"\n  vpc    = module.b.group\n}\n'
    assert is_same(START + named, tmp_path, monkeypatch)


CYCLE = """
module "one" {
  source = "./modules/leaf"
  vpc    = module.two.id
  name   = "n"
}
module "two" {
  source = "./modules/leaf"
  name   = module.one.fixed
  vpc    = local.again
}
locals { again = module.one.fixed }
resource "aws_security_group" "first" { name = local.again }
module "three" {
  source = "./modules/leaf"
  vpc    = module.one.fixed
  name   = module.one.fixed
}
output "all" { value = [local.again, module.one, module.two, module.three] }
"""


def test_modules_may_use_single_outputs_of_each_other(tmp_path, monkeypatch):
    assert is_same(START + CYCLE, tmp_path, monkeypatch)
    assert not [each for each in evaluated(tmp_path)[1] if "depends" in each.message]


def evaluations(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many resource instances are evaluated, however many there are."""
    write(folder, main__tf=text, modules___leaf___main__tf=LEAF)
    done = []
    with monkeypatch.context() as patched:
        own = ResourceInstance.evaluated
        patched.setattr(ResourceInstance, "evaluated", lambda each: done.append(each) or own(each))
        evaluated(folder)
    return len(done)


def test_a_module_is_evaluated_once_for_all_calls_that_are_alike(tmp_path, monkeypatch):
    call = 'module "leaf_{}" {{\n  source = "./modules/leaf"\n  count  = 2\n  vpc    = aws_vpc.main\n  {}\n}}\n'
    once = evaluations(START + call.format(0, ""), tmp_path, monkeypatch)
    many = START + "".join(call.format(at, "") for at in range(20))
    assert evaluations(many, tmp_path, monkeypatch) == once
    differing = START + "".join(call.format(at, f"name = {at % 2}") for at in range(20))
    assert evaluations(differing, tmp_path, monkeypatch) == 2 * once - 1
