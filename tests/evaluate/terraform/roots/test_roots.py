"""Which folders are roots."""

from seamlint.evaluate.terraform.declarations import Declarations
from seamlint.evaluate.terraform.files import SourceFiles
from seamlint.evaluate.terraform.roots import find_roots
from seamlint.sources.walk import take_inventory

from .roots import write

VPC = 'resource "aws_vpc" "v" {\n}\n'


def call(source, name="m"):
    return f'module "{name}" {{\n  source = "{source}"\n}}\n'


def roots(folder, *paths, mapped=None):
    inventory = take_inventory([str(folder / path) for path in paths or ("",)])
    found = find_roots(inventory.terraform, Declarations(SourceFiles(inventory.named)), mapped or {})
    return [path.removeprefix(str(folder.resolve())).lstrip("/") or "." for path in found]


def test_what_is_called_is_no_root_and_examples_are(tmp_path):
    write(
        tmp_path,
        main__tf=call("./modules/a"),
        modules___a___main__tf=call("../b"),
        modules___b___main__tf=VPC,
        modules___alone___main__tf=VPC,
        examples___x___main__tf=call("../../modules/b"),
    )
    assert roots(tmp_path) == [".", "examples/x", "modules/alone"]


def test_a_module_named_on_the_command_line_is_a_root(tmp_path):
    write(tmp_path, main__tf=call("./m"), m___main__tf=VPC)
    assert roots(tmp_path, "m") == ["m"]
    assert roots(tmp_path, "m/main.tf") == ["m"]


def test_a_called_folder_with_a_backend_or_a_configured_provider_is_a_root_too(tmp_path):
    write(
        tmp_path,
        main__tf="".join(call(f"./{name}", name) for name in ("backend", "cloud", "provider", "proxy")),
        backend___main__tf='terraform {\n  backend "s3" {\n  }\n}\n',
        cloud___main__tf="terraform {\n  cloud {\n  }\n}\n",
        provider___main__tf='provider "aws" {\n  region = "eu-west-1"\n}\n',
        proxy___main__tf='provider "aws" {\n  alias = "x"\n}\n',
    )
    assert roots(tmp_path) == [".", "backend", "cloud", "provider"]


def test_folders_that_call_each_other_have_one_root(tmp_path):
    write(tmp_path, a___main__tf=call("../b"), b___main__tf=call("../a"))
    assert roots(tmp_path) == ["a"]


def test_a_folder_called_through_the_configuration_is_no_root(tmp_path):
    write(tmp_path, main__tf=call("acme/vpc/aws//m"), vendor___m___main__tf=VPC)
    assert roots(tmp_path, mapped={"acme/vpc/aws": str(tmp_path / "vendor")}) == ["."]
