"""Where values of variables come from, and what becomes of them."""

import pytest

from seamlint.evaluate.terraform.settings import Assignment
from seamlint.evaluate.values import Unknown

from .roots import evaluated, resource, write

PRINTED = 'output "x" {\n  value = var.x\n}\n'


def outputs(folder, **options):
    unit, diagnostics = evaluated(folder, **options)
    assert not diagnostics
    return unit.outputs


def test_the_last_assignment_wins_and_all_win_over_files_and_environment(tmp_path):
    write(
        tmp_path,
        main__tf='variable "x" {}\n' + PRINTED,
        terraform__tfvars='x = "terraform.tfvars"',
        one__tfvars='x = "one"',
        two__tfvars='x = "two"',
    )
    environment = {"TF_VAR_x": "environment"}
    files = [Assignment("var-file", "one.tfvars"), Assignment("var-file", "two.tfvars")]
    assert outputs(tmp_path, environment=environment)["x"] == "terraform.tfvars"
    assert outputs(tmp_path, assignments=(*files, Assignment("var", "x=typed")))["x"] == "typed"
    assert outputs(tmp_path, assignments=(Assignment("var", "x=typed"), *files))["x"] == "two"
    (tmp_path / "terraform.tfvars").unlink()
    assert outputs(tmp_path, environment=environment)["x"] == "environment"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", "[1]", "[1]"),
        ("number", "12", 12),
        ("bool", "true", True),
        ("list(number)", '["1", 2]', [1, 2]),
        ("map(string)", "{ a = 1 }", {"a": "1"}),
        ("any", '{ a = ["b"] }', {"a": ["b"]}),
    ],
)
def test_text_from_outside_is_read_as_the_type_says(tmp_path, kind, text, value):
    write(tmp_path, main__tf=f'variable "x" {{\n  type = {kind}\n}}\n' + PRINTED)
    assert outputs(tmp_path, environment={"TF_VAR_x": text})["x"] == value
    assert outputs(tmp_path, assignments=(Assignment("var", f"x={text}"),))["x"] == value


def test_a_variable_file_that_leads_out_of_the_repository_is_not_read(tmp_path):
    write(tmp_path, repo___main__tf='variable "x" {}\n' + PRINTED, secret='x = "secret"')
    (tmp_path / "repo" / "terraform.tfvars").symlink_to(tmp_path / "secret")
    assert outputs(tmp_path / "repo")["x"] == Unknown(("var.x",))


def test_a_variable_that_nobody_sets_is_unknown_by_its_name(tmp_path):
    write(tmp_path, main__tf='variable "x" {}\n' + PRINTED)
    assert outputs(tmp_path)["x"] == Unknown(("var.x",))


def test_a_value_that_does_not_fit_is_told_where_it_is_given(tmp_path):
    write(tmp_path, main__tf='variable "x" {\n  type = number\n}\n' + PRINTED, terraform__tfvars='\nx = "many"\n')
    unit, (told,) = evaluated(tmp_path)
    assert "var.x" in told.message
    assert (told.span.file.endswith("terraform.tfvars"), told.span.line) == (True, 2)
    assert isinstance(unit.outputs["x"], Unknown)


def test_text_that_is_no_expression_is_told(tmp_path):
    write(tmp_path, main__tf='variable "x" {\n  type = list(string)\n}\n' + PRINTED)
    unit, (told,) = evaluated(tmp_path, environment={"TF_VAR_x": "[1,"})
    assert told.span.file == "TF_VAR_x"
    assert isinstance(unit.outputs["x"], Unknown)


def test_a_type_that_is_none_is_told_once_for_all_calls(tmp_path):
    write(
        tmp_path,
        main__tf='module "m" {\n  count  = 3\n  source = "./m"\n  x      = "v"\n}\n',
        m___main__tf='variable "x" {\n  type = strnig\n}\nresource "aws_vpc" "v" {\n  cidr_block = var.x\n}\n',
    )
    unit, diagnostics = evaluated(tmp_path)
    assert len(diagnostics) == 1
    assert resource(unit, "module.m[2].aws_vpc.v").values["cidr_block"] == "v"


def test_a_call_that_lacks_a_required_argument_is_told_at_the_call(tmp_path):
    write(
        tmp_path,
        main__tf='\nmodule "m" {\n  source = "./m"\n}\n',
        m___main__tf='variable "x" {}\nresource "aws_vpc" "v" {\n  cidr_block = var.x\n}\n',
    )
    unit, (told,) = evaluated(tmp_path)
    assert told.span.line == 2
    assert "x" in told.message
    assert isinstance(resource(unit, "module.m.aws_vpc.v").values["cidr_block"], Unknown)
