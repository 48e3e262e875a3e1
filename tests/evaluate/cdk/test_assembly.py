"""Cloud assemblies: stages, environments, constructs, and the program's lines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from seamlint.config import Config
from seamlint.evaluate.values import Reference
from seamlint.pipeline import evaluate, run
from seamlint.registry import installed
from seamlint.request import Request

FIXTURES = Path(__file__).parents[3] / "fixtures"
STAGED = FIXTURES / "NET-009" / "bad-ssh-from-everywhere" / "cdk"


@pytest.fixture
def app(tmp_path: Path) -> Path:
    shutil.copytree(STAGED, tmp_path / "app")
    return tmp_path / "app"


def units(folder: Path, *paths: Path, **given: Any) -> tuple[dict[str, Any], list[str]]:
    request = Request(tuple(map(str, paths or (folder,))), Config(str(folder)), cache=False, **given)
    found, diagnostics = evaluate(request)
    return {Path(each.path).name: each for each in found}, [each.message for each in diagnostics]


def edit(path: Path, change: Any) -> None:
    told = json.loads(path.read_text("utf-8"))
    change(told)
    path.write_text(json.dumps(told), "utf-8")


def test_a_stage_is_read_with_its_environment(app: Path) -> None:
    found, diagnostics = units(app)
    assert diagnostics == []
    assert sorted(found) == ["ProdBastion8D6858D1.template.json", "ProdNetwork2D2E7D69.template.json"]
    assert {(each.dialect, each.account, each.region) for each in found.values()} == {
        ("cdk", "111122223333", "eu-west-1")
    }


def test_the_manifest_alone_leads_to_the_stacks(app: Path) -> None:
    found, _ = units(app, app / "cdk.out" / "manifest.json")
    assert len(found) == 2


def test_resources_are_called_by_the_paths_of_their_constructs(app: Path) -> None:
    found, _ = units(app)
    bastion = {each.address: each for each in found["ProdBastion8D6858D1.template.json"].resources}
    assert set(bastion) == {"Prod/Bastion/Group", "Prod/Bastion/Host"}
    network = found["ProdNetwork2D2E7D69.template.json"]
    vpc = bastion["Prod/Bastion/Group"].values["VpcId"]
    assert vpc == Reference(network.path, "Prod/Network/Vpc", "Ref"), "what one stack exports and another imports"


def test_findings_point_at_the_program_and_lead_to_the_template(app: Path) -> None:
    result = run(Request((str(app),), Config(str(app)), cache=False), installed())
    [finding] = [each for each in result.findings if each.rule == "NET-009"]
    line = (app / "app.js").read_text("utf-8").split("\n")[finding.primary.span.line - 1]
    assert finding.primary.span.file.endswith("app.js")
    assert "new ec2.CfnSecurityGroup(this, 'Group'" in line
    [template, *_] = finding.primary.because
    assert template.says == "is synthesised as Group"
    assert template.span.file.endswith("ProdBastion8D6858D1.template.json")


def test_metadata_in_the_template_accepts_what_is_found_in_the_program(app: Path) -> None:
    def accept(told: Any) -> None:
        told["Resources"]["Group"]["Metadata"] = {"seamlint": {"ignore": {"NET-009": "the bastion of everyone"}}}

    edit(app / "cdk.out" / "assembly-Prod" / "ProdBastion8D6858D1.template.json", accept)
    result = run(Request((str(app),), Config(str(app)), cache=False), installed())
    assert [each for each in result.findings if each.rule == "NET-009"] == []
    assert [each.message for each in result.diagnostics] == []


def test_without_the_program_the_template_is_the_place(app: Path) -> None:
    (app / "app.js").unlink()
    found, _ = units(app)
    resource = found["ProdBastion8D6858D1.template.json"].resources[0]
    assert resource.span_at(()).file.endswith(".template.json")


@pytest.mark.parametrize(
    "frame", ["new X (/etc/passwd:1:1)", "new X (/a/../../../etc/passwd:1:1)", "x" * 5000, "(\0:1:1)"]
)
def test_a_trace_never_leads_out_of_the_repository(app: Path, frame: str) -> None:
    folder = app / "cdk.out" / "assembly-Prod"
    for path in folder.glob("*.metadata.json"):
        edit(path, lambda told: [entry.update(data=[frame]) for entries in told.values() for entry in entries
                                 if entry["type"] == "aws:cdk:creationStack"])  # fmt: skip
    found, _ = units(app)
    places = {each.span_at(()).file for unit in found.values() for each in unit.resources}
    assert all(place.endswith(".template.json") for place in places)


def test_an_environment_that_is_not_known_is_left_to_the_command_line(app: Path) -> None:
    def nowhere(told: Any) -> None:
        for each in told["artifacts"].values():
            each["environment"] = "aws://unknown-account/unknown-region"

    edit(app / "cdk.out" / "assembly-Prod" / "manifest.json", nowhere)
    found, _ = units(app, account="444455556666")
    assert {(each.account, each.region) for each in found.values()} == {("444455556666", None)}


def test_templates_of_an_earlier_synthesis_are_left_out(app: Path) -> None:
    folder = app / "cdk.out" / "assembly-Prod"
    shutil.copy(folder / "ProdNetwork2D2E7D69.template.json", folder / "ProdOld.template.json")
    assert len(units(app)[0]) == 2


def test_a_template_outside_of_the_assembly_is_not_followed(app: Path) -> None:
    def outside(told: Any) -> None:
        for each in told["artifacts"].values():
            each["properties"]["templateFile"] = "../../../secret.template.json"

    (app.parent / "secret.template.json").write_text('{"Resources": {"A": {"Type": "AWS::EC2::VPC"}}}')
    edit(app / "cdk.out" / "assembly-Prod" / "manifest.json", outside)
    assert units(app)[0] == {}


@pytest.mark.parametrize(
    "value", [None, [], "x", 1, {"artifacts": []}, {"artifacts": {"A": {"type": "cdk:cloud-assembly"}}}]
)
def test_other_manifests_are_passed_over(tmp_path: Path, value: Any) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(value))
    assert units(tmp_path) == ({}, [])


def test_a_broken_manifest_is_told(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"artifacts": ')
    _, [message] = units(tmp_path)
    assert "cdk synth" in message


def test_an_assembly_that_holds_itself_ends(tmp_path: Path) -> None:
    below: dict[str, Any] = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": {"A": below}}))
    assert units(tmp_path) == ({}, [])


def assembly(folder: Path, stacks: dict[str, tuple[str, dict[str, Any]]], files: dict[str, Any] | None = None) -> None:
    """Write an assembly of stacks (region, resources) that uploads some files by their names."""
    told = {
        name: {"source": {"path": name}, "destinations": {"d": {"objectKey": f"{name}.uploaded"}}}
        for name in files or {}
    }
    artifacts: dict[str, Any] = {"assets": {"type": "cdk:asset-manifest", "properties": {"file": "all.assets.json"}}}
    for name, (region, resources) in stacks.items():
        template = f"{name}.template.json"
        (folder / template).write_text(json.dumps({"Resources": resources}))
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://111122223333/{region}",
            "properties": {"templateFile": template},
        }
    for name, content in (files or {}).items():
        (folder / name).write_text(json.dumps(content))
    (folder / "all.assets.json").write_text(json.dumps({"files": told}))
    (folder / "manifest.json").write_text(json.dumps({"version": "55.0.0", "artifacts": artifacts}))


NAME = "/cdk/exports/There/Role"
WRITER = {
    "Type": "Custom::CrossRegionExportWriter",
    "Properties": {"WriterProps": {"region": "us-east-1", "exports": {NAME: {"Fn::GetAtt": ["Role", "Arn"]}}}},
}
THERE = {
    "Reader": {"Type": "Custom::CrossRegionExportReader"},
    "Use": {"Type": "AWS::Lambda::Function", "Properties": {"Role": {"Fn::GetAtt": ["Reader", NAME]}}},
}


def test_what_is_written_for_another_region_is_read_there(tmp_path: Path) -> None:
    role = {"Role": {"Type": "AWS::IAM::Role"}}
    here = {**role, "Writer": WRITER}
    assembly(tmp_path, {"Here": ("eu-west-1", here), "There": ("us-east-1", THERE), "Else": ("us-west-2", THERE)})
    found, _ = units(tmp_path)
    used = {name: unit.resources[-1].values.get("Role") for name, unit in found.items()}
    assert used["There.template.json"] == Reference(found["Here.template.json"].path, "Role", "Arn")
    assert used["Else.template.json"] == Reference(found["Else.template.json"].path, "Reader", NAME), "not its region"


def test_what_two_stacks_write_stays_open(tmp_path: Path) -> None:
    here = {"Role": {"Type": "AWS::IAM::Role"}, "Writer": WRITER}
    assembly(tmp_path, {"A": ("eu-west-1", here), "B": ("eu-west-1", here), "There": ("us-east-1", THERE)})
    found, _ = units(tmp_path)
    there = found["There.template.json"]
    assert there.resources[-1].values["Role"] == Reference(there.path, "Reader", NAME)


def test_a_stack_that_reads_what_it_writes_itself_ends(tmp_path: Path) -> None:
    itself = {
        **WRITER,
        "Properties": {"WriterProps": {"region": "us-east-1", "exports": {NAME: {"Fn::GetAtt": ["Reader", NAME]}}}},
    }
    assembly(tmp_path, {"There": ("us-east-1", {**THERE, "Writer": itself})})
    assert len(units(tmp_path)[0]) == 1


@pytest.mark.parametrize("account", ["111122223333", {"Ref": "AWS::AccountId"}])
def test_a_nested_stack_is_found_by_what_is_uploaded(tmp_path: Path, account: Any) -> None:
    url = {"Fn::Join": ["/", ["https://s3.amazonaws.com", account, "inner.json.uploaded"]]}
    nested = {"Inner": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}}
    inner = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}}}
    assembly(tmp_path, {"Outer": ("eu-west-1", nested)}, {"inner.json": inner})
    found, diagnostics = units(tmp_path)
    assert diagnostics == []
    assert [each.type for each in found["Outer.template.json"].resources] == [
        "AWS::CloudFormation::Stack",
        "AWS::S3::Bucket",
    ]


@pytest.mark.parametrize(
    "manifest", ["[]", '{"files": []}', '{"files": {"a": 1, "b": {"source": {"path": "../../x"}}}}']
)
def test_other_asset_manifests_are_no_hindrance(tmp_path: Path, manifest: str) -> None:
    assembly(tmp_path, {"Here": ("eu-west-1", {"Role": {"Type": "AWS::IAM::Role"}})})
    (tmp_path / "all.assets.json").write_text(manifest)
    assert len(units(tmp_path)[0]) == 1
