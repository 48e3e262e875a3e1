"""Where modules lie on disk."""

import json

import pytest

from seamlint.evaluate.terraform.module_sources import canonical, mapped_folder, split_source
from seamlint.evaluate.values import Unknown
from seamlint.sources.diagnostic import Level

from .roots import evaluated, resource, write

VPC = 'resource "aws_vpc" "v" {\n}\noutput "id" {\n  value = aws_vpc.v.id\n}\n'
CALL = """
module "m" {
  source  = "acme/vpc/aws//modules/one"
  version = "~> 3.0"
}
output "id" {
  value = module.m.id
}
"""
DEEP = 'module "deep" {\n  source = "other/x/aws"\n}\noutput "id" {\n  value = module.deep.id\n}\n'


def test_a_module_that_is_not_on_disk_is_told_once_with_the_way_out(tmp_path):
    unit, (told,) = evaluated(write(tmp_path, main__tf=CALL))
    assert told.level is Level.WARNING
    assert "terraform init" in told.message
    assert unit.outputs["id"] == Unknown(("module.m is not on disk",))


def test_installed_modules_are_found_at_any_depth(tmp_path):
    manifest = {
        "Modules": [
            {"Key": "", "Source": "", "Dir": "."},
            {"Key": "m", "Source": "x", "Version": "3.0.1", "Dir": ".terraform/modules/m/modules/one"},
            {"Key": "m.deep", "Source": "y", "Dir": ".terraform/modules/m.deep"},
        ]
    }
    write(
        tmp_path,
        main__tf=CALL,
        __terraform___modules___modules__json=json.dumps(manifest),
        __terraform___modules___m___modules___one___main__tf=DEEP,
        __terraform___modules___m__deep___main__tf=VPC,
    )
    unit, diagnostics = evaluated(tmp_path)
    assert not diagnostics
    assert [each.address for each in unit.resources] == ["module.m.module.deep.aws_vpc.v"]


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"Modules": 3}', '{"Modules": [1, {"Key": 2}]}', "[" * 100_000])
def test_a_broken_manifest_installs_nothing(tmp_path, manifest):
    write(tmp_path, main__tf=CALL, __terraform___modules___modules__json=manifest)
    assert len(evaluated(tmp_path)[1]) == 1


@pytest.mark.parametrize("source", ["./a\\u0000b", "acme/vpc/aws//a\\u0000b", "./\\ud800", "./" + "x" * 5000])
def test_a_source_that_no_file_system_takes_is_not_on_disk(tmp_path, source):
    write(tmp_path, main__tf__json=f'{{"module": {{"m": {{"source": "{source}"}}}}}}')
    _, (told,) = evaluated(tmp_path, modules={"acme/vpc/aws": str(tmp_path)})
    assert "is not on disk" in told.message


def test_the_configuration_maps_addresses_to_folders(tmp_path):
    write(tmp_path, main__tf=CALL, vendor___modules___one___main__tf=VPC)
    unit, diagnostics = evaluated(tmp_path, modules={"acme/vpc/aws": str(tmp_path / "vendor")})
    assert not diagnostics
    assert resource(unit, "module.m.aws_vpc.v")


@pytest.mark.parametrize(
    "source",
    [
        "git::https://github.com/acme/vpc.git//modules/one?ref=v1.2.0",
        "git::ssh://git@github.com/acme/vpc.git//modules/one",
        "git@github.com:acme/vpc.git//modules/one",
        "github.com/acme/vpc//modules/one",
        "https://github.com/acme/vpc//modules/one",
    ],
)
def test_an_address_is_recognised_in_every_spelling(source):
    for written in ("github.com/acme/vpc", "git::https://github.com/acme/vpc.git", "git@github.com:acme/vpc.git"):
        assert mapped_folder(source, {written: "/v"}) == "/v/modules/one"


def test_addresses_are_split_and_compared():
    assert split_source("git::https://host/a.git//b/c?ref=1") == ("git::https://host/a.git", "b/c")
    assert split_source("a/b/aws") == ("a/b/aws", "")
    assert canonical("registry.terraform.io/a/b/aws") == "a/b/aws"
    assert mapped_folder("a/b/aws", {"a/c/aws": "/v"}) is None


def test_modules_outside_the_repository_are_not_read(tmp_path):
    write(tmp_path, repo___main__tf='module "m" {\n  source = "../outside"\n}\n', outside___main__tf=VPC)
    unit, (told,) = evaluated(tmp_path / "repo")
    assert "outside the repository" in told.message
    assert not unit.resources
    (tmp_path / ".git").mkdir()
    assert evaluated(tmp_path / "repo")[0].resources


def test_a_file_that_does_not_parse_leaves_the_others(tmp_path):
    write(tmp_path, good__tf=VPC, bad__tf='resource "aws_vpc" {\n')
    unit, (told,) = evaluated(tmp_path)
    assert (told.level, told.span.file) == (Level.ERROR, f"{unit.path}/bad.tf")
    assert [each.address for each in unit.resources] == ["aws_vpc.v"]
    assert set(unit.files) == {f"{unit.path}/bad.tf", f"{unit.path}/good.tf"}


def test_what_is_declared_twice_or_only_overridden_is_told(tmp_path):
    write(tmp_path, a__tf=VPC, b__tf='resource "aws_vpc" "v" {\n}\n', c_override__tf='resource "aws_vpc" "x" {\n}\n')
    unit, told = evaluated(tmp_path)
    assert [each.span.file.rpartition("/")[2] for each in told] == ["b.tf", "c_override.tf"]
    assert len(unit.resources) == 1


def test_opentofu_files_hide_their_terraform_twins(tmp_path):
    write(
        tmp_path,
        main__tf='resource "aws_vpc" "terraform" {\n}\n',
        main__tofu='resource "aws_vpc" "tofu" {\n}\n',
        other__tf='resource "aws_vpc" "other" {\n}\n',
        extra__tofu__json='{"resource": {"aws_vpc": {"json": {"cidr_block": "${cidrhost(\\"10.1.0.0/16\\", 0)}/16"}}}}',
    )
    unit, diagnostics = evaluated(tmp_path)
    assert not diagnostics
    assert sorted(each.address for each in unit.resources) == ["aws_vpc.json", "aws_vpc.other", "aws_vpc.tofu"]
    assert resource(unit, "aws_vpc.json").values["cidr_block"] == "10.1.0.0/16"


def test_editors_backups_and_hidden_files_are_no_code(tmp_path):
    names = ("main.tf~", ".main.tf", "#main.tf#", "main.tf.bak")
    for name in names:
        (tmp_path / name).write_text(VPC)
    assert evaluated(tmp_path)[0].resources == []


def test_a_manifest_that_points_out_of_the_repository_is_not_followed(tmp_path):
    manifest = {"Modules": [{"Key": "m", "Source": "x", "Dir": "../outside"}]}
    write(
        tmp_path,
        repo___main__tf=CALL,
        repo_____terraform___modules___modules__json=json.dumps(manifest),
        outside___main__tf=VPC,
    )
    unit, (told,) = evaluated(tmp_path / "repo")
    assert "not on disk" in told.message
    assert not unit.resources
