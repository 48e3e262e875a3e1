"""A plan and its code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from seamlint.config import Config, UnitConfig
from seamlint.evaluate.values import Reference
from seamlint.pipeline import evaluate, run
from seamlint.registry import installed
from seamlint.request import Request

from .plans import UNKNOWN, change, declared, plan, refers, resources

if TYPE_CHECKING:
    from pathlib import Path

    from seamlint.evaluate.resource import Unit

CODE = """
variable "port" {}

locals {
  vpc = aws_vpc.main.id
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_security_group" "web" {
  vpc_id = local.vpc

  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.peer.id]
  }

  dynamic "ingress" {
    for_each = [var.port]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_security_group" "peer" {
  vpc_id = local.vpc
}
"""


def block(port: int, **more: Any) -> dict[str, Any]:
    return {"from_port": port, "to_port": port, "protocol": "tcp", "self": False, "cidr_blocks": [], **more}


def document() -> dict[str, Any]:
    """The plan of the code; the blocks are in the order of a set."""
    group = change("aws_security_group.web", vpc_id=UNKNOWN, ingress=[block(22, cidr_blocks=["0.0.0.0/0"]), block(443)])
    group["change"]["after_unknown"]["ingress"] = [{}, {"security_groups": True}]
    changes = [
        change("aws_vpc.main", cidr_block="10.0.0.0/16"),
        group,
        change("aws_security_group.peer", vpc_id=UNKNOWN),
    ]
    written = [
        declared("aws_vpc.main"),
        declared("aws_security_group.web", vpc_id=refers("local.vpc")),
        declared("aws_security_group.peer", vpc_id=refers("local.vpc")),
    ]
    return plan(changes, *written, variables={"port": {"value": 22}})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(CODE)
    (tmp_path / "plan.json").write_text(json.dumps(document()))
    return tmp_path


def units(*paths: Path) -> tuple[list[Unit], list[str]]:
    found, diagnostics = evaluate(Request(tuple(map(str, paths)), Config(str(paths[0])), cache=False))
    return found, [each.message for each in diagnostics]


def test_the_plan_is_checked_in_the_place_of_its_root(folder: Path) -> None:
    found, diagnostics = units(folder)
    assert ([each.dialect for each in found], diagnostics) == (["plan"], [])


def test_what_aws_computes_and_the_places_come_from_the_code(folder: Path) -> None:
    [unit], _ = units(folder / "plan.json")
    web = resources(unit)["aws_security_group.web"]
    assert web.values["vpc_id"] == Reference(unit.path, "aws_vpc.main", "id")
    first, second = web.values["ingress"]  # type: ignore[misc, union-attr]
    assert first["security_groups"] == [Reference(unit.path, "aws_security_group.peer", "id")]  # type: ignore[index, call-overload]
    assert second["from_port"] == 22  # type: ignore[index, call-overload]
    lines = CODE.split("\n")
    assert web.span_at(()).line == lines.index('resource "aws_security_group" "web" {') + 1
    assert lines[web.span_at(("ingress", 1, "from_port")).line - 1].strip() == "from_port   = ingress.value"
    assert web.span_at(()).file.endswith("main.tf")


def test_a_plan_elsewhere_finds_the_only_root_that_declares_the_same(folder: Path) -> None:
    (folder / "plans").mkdir()
    (folder / "plan.json").rename(folder / "plans" / "prod.json")
    [unit], diagnostics = units(folder)
    assert (unit.dialect, diagnostics) == ("plan", [])
    assert resources(unit)["aws_vpc.main"].span_at(()).file.endswith("main.tf")


def test_an_older_plan_gives_way_to_the_code(folder: Path) -> None:
    (folder / "more.tf").write_text('resource "aws_vpc" "second" {\n  cidr_block = "10.1.0.0/16"\n}\n')
    [unit], [message] = units(folder)
    assert unit.dialect == "terraform"
    assert "older than the code" in message
    assert "aws_vpc.second" in message


def test_a_plan_of_another_constant_gives_way_to_the_code(folder: Path) -> None:
    told = document()
    told["configuration"]["root_module"]["resources"][0]["expressions"] = {
        "cidr_block": {"constant_value": "10.9.0.0/16"}
    }
    (folder / "plan.json").write_text(json.dumps(told))
    [unit], [message] = units(folder)
    assert unit.dialect == "terraform"
    assert "aws_vpc.main.cidr_block" in message


@pytest.mark.parametrize(
    "code", ['resource "aws_vpc" "other" {}', 'resource "aws_vpc" "this" {\n  cidr_block = "10.1.0.0/16"\n}']
)
def test_a_plan_of_other_modules_gives_way_to_the_code(tmp_path: Path, code: str) -> None:
    (tmp_path / "net").mkdir()
    (tmp_path / "main.tf").write_text('module "net" {\n  source = "./net"\n}\n')
    (tmp_path / "net" / "main.tf").write_text(code)
    written = declared("aws_vpc.this", cidr_block={"constant_value": "10.0.0.0/16"})
    call = {"source": "./net", "module": {"resources": [written]}}
    changes = [change("module.net.aws_vpc.this", cidr_block="10.0.0.0/16")]
    (tmp_path / "plan.json").write_text(json.dumps(plan(changes, root={"module_calls": {"net": call}})))
    [unit], [message] = units(tmp_path)
    assert unit.dialect == "terraform"
    assert "module.net.aws_vpc" in message


def test_a_state_gives_way_to_the_code(folder: Path) -> None:
    kept = {"address": "aws_vpc.main", "mode": "managed", "type": "aws_vpc", "name": "main", "values": {}}
    state = {"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": {"resources": [kept]}}}
    (folder / "plan.json").write_text(json.dumps(state))
    [unit], [message] = units(folder)
    assert (unit.dialect, "state" in message) == ("terraform", True)


def test_two_plans_of_one_root_make_one_finding(folder: Path) -> None:
    (folder / "other.json").write_text(json.dumps(document()))
    result = run(Request((str(folder),), Config(str(folder)), cache=False), installed())
    assert result.units == 2
    places = [(each.rule, each.primary.span) for each in result.findings]
    assert len(places) == len(set(places))


def test_a_partial_plan_proves_nothing(folder: Path) -> None:
    (folder / "main.tf").unlink()
    (folder / "plan.json").write_text(json.dumps({**document(), "complete": False}))
    found, [message] = units(folder)
    assert found == []
    assert "-target" in message


def test_what_the_configuration_says_of_the_root_holds_for_its_plan(folder: Path) -> None:
    config = Config(str(folder), units=(UnitConfig(str(folder.resolve()), "111122223333", "eu-west-1"),))
    [unit], _ = evaluate(Request((str(folder),), config, cache=False))
    assert (unit.account, unit.region) == ("111122223333", "eu-west-1")
