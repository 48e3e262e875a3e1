"""What the AWS CDK itself makes of a program, where it and Node.js are installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from seamlint.config import Config
from seamlint.evaluate.values import Reference
from seamlint.pipeline import evaluate, run
from seamlint.registry import installed
from seamlint.request import Request

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource, Unit

PROGRAM = Path(__file__).parent / "shop" / "app.py"

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="the AWS CDK runs on Node.js, which is not installed"),
    pytest.mark.skipif(
        importlib.util.find_spec("aws_cdk") is None, reason="aws-cdk-lib is not installed: pip install -e '.[cdk]'"
    ),
]


@pytest.fixture(scope="module")
def synthesised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    quiet = {"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1", "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1"}
    command = [sys.executable, str(PROGRAM), str(folder)]
    done = subprocess.run(command, env={**os.environ, **quiet}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module", params=["cdk.out", "bare.out"])
def assembly(synthesised: Path, request: pytest.FixtureRequest) -> Path:
    return synthesised / request.param


@pytest.fixture(scope="module")
def units(assembly: Path) -> dict[str, Unit]:
    found, diagnostics = evaluate(Request((str(assembly),), Config(str(assembly)), cache=False))
    assert [each.message for each in diagnostics] == []
    return {next(iter(each.resources)).address.removeprefix("Prod/").partition("/")[0]: each for each in found}


def resources(unit: Unit) -> dict[str, Resource]:
    return {each.address: each for each in unit.resources}


def test_every_stack_is_read_with_its_environment(units: dict[str, Unit]) -> None:
    assert {name: (unit.account, unit.region) for name, unit in units.items()} == {
        "Network": ("111122223333", "eu-west-1"),
        "Web": ("111122223333", "eu-west-1"),
        "Edge": ("111122223333", "us-east-1"),
        "Partner": (None, None),
    }


def test_what_another_stack_exports_is_its_own(units: dict[str, Unit]) -> None:
    group = resources(units["Web"])["Prod/Web/Group"]
    assert group.values["VpcId"] == Reference(units["Network"].path, "Prod/Network/Vpc", "Ref")


def test_what_crosses_regions_is_whose_it_was(units: dict[str, Unit]) -> None:
    [statement] = resources(units["Edge"])["Prod/Edge/Publisher"].values["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"AWS": Reference(units["Web"].path, "Prod/Web/Host/InstanceRole", "Arn")}


def test_a_stack_inside_is_read_from_the_file_that_is_uploaded(units: dict[str, Unit]) -> None:
    functions = [each for each in units["Web"].resources if each.type == "AWS::Lambda::Function"]
    [nightly] = [each for each in functions if each.values["Handler"] == "index.handler"]
    assert Path(nightly.span_at(()).file).name.endswith(".nested.template.json")
    [role] = [each for each in units["Web"].resources if nightly.values["Role"] == reference(each, "Arn")]
    assert role.type == "AWS::IAM::Role"


def reference(resource: Resource, attribute: str) -> Reference:
    return Reference(resource.unit, resource.address, attribute)


def test_what_is_wrong_is_found_across_stacks_and_stages(assembly: Path) -> None:
    result = run(Request((str(assembly),), Config(str(assembly)), cache=False), installed())
    found = {(each.rule, each.primary.resource) for each in result.findings}
    assert ("NET-009", "Prod/Web/Group") in found
    [login] = [each for each in result.findings if each.rule == "NET-009"]
    assert "Prod/Network/Vpc/PublicSubnet1/DefaultRoute" in {step.resource for step in login.related}


def test_the_account_of_a_stack_that_goes_anywhere_is_given(assembly: Path) -> None:
    request = Request((str(assembly),), Config(str(assembly)), cache=False, account="111122223333")
    assert ("IAM-003", "Partner/Auditor") in {
        (each.rule, each.primary.resource) for each in run(request, installed()).findings
    }
