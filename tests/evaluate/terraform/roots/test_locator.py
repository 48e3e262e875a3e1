"""Where values are written, and what they came through."""

from .roots import evaluated, resource, write

ROOT = """\
variable "ports" {
  default = [80, 443]
}

locals {
  cidrs = concat(local.own, ["10.0.0.0/8"])
  own   = [var.office]
}

module "web" {
  source = "./web"
  ports  = var.ports
  cidrs  = local.cidrs
}

variable "office" {}
"""
OFFICE = 'other = 1\noffice = "192.0.2.0/24"\n'
WEB = """\
variable "ports" {
  type = list(number)
}

variable "cidrs" {}

variable "protocol" {
  default = "tcp"
}

resource "aws_security_group" "g" {
  for_each = { for port in var.ports : "p${port}" => port }
  name     = each.key

  ingress {
    from_port   = 22
    cidr_blocks = ["192.0.2.1/32", aws_eip.e.public_ip, aws_eip.e.domain]
  }

  dynamic "ingress" {
    for_each = var.cidrs
    content {
      from_port   = each.value
      protocol    = var.protocol
      cidr_blocks = [ingress.value]
    }
  }
}

resource "aws_eip" "e" {
  domain = "vpc"
}

output "name" {
  value = values(aws_security_group.g)[0].name
}
"""


def made(folder):
    unit, diagnostics = evaluated(write(folder, main__tf=ROOT, web___main__tf=WEB, terraform__tfvars=OFFICE))
    assert not diagnostics
    return resource(unit, 'module.web.aws_security_group.g["p80"]')


def lines(trail):
    return [(origin.span.file.rpartition("/")[2], origin.span.line, origin.says) for origin in trail]


CALL = ("main.tf", 10, "module.web is called")
PORTS = [("main.tf", 12, "var.ports is set by module.web"), ("main.tf", 2, "default of var.ports")]


def test_a_path_leads_to_the_item_the_attribute_the_block_or_the_resource(tmp_path):
    group = made(tmp_path)
    places = {
        (): (11, 1),
        ("name",): (13, 3),
        ("name", "deeper"): (13, 3),
        ("ingress",): (15, 3),
        ("ingress", 0): (15, 3),
        ("ingress", 0, "from_port"): (16, 5),
        ("ingress", 0, "cidr_blocks"): (17, 5),
        ("ingress", 0, "cidr_blocks", 0): (17, 20),
        ("ingress", 0, "cidr_blocks", 1): (17, 36),
        ("ingress", 1): (20, 3),
        ("ingress", 2, "protocol"): (24, 7),
        ("ingress", 2, "unset"): (20, 3),
        ("ingress", 9): (11, 1),
        ("egress", 0, "cidr_blocks"): (11, 1),
    }
    found = {path: group.span_at(path) for path in places}
    assert {path: (span.line, span.column) for path, span in found.items()} == places
    assert all(span.file.endswith("web/main.tf") for span in found.values())


def test_the_trail_goes_through_arguments_locals_and_files(tmp_path):
    trail = lines(made(tmp_path).trail(("ingress", 2, "cidr_blocks", 0)))
    assert trail == [
        ("main.tf", 13, "var.cidrs is set by module.web"),
        ("main.tf", 6, "local.cidrs is defined"),
        ("main.tf", 7, "local.own is defined"),
        ("terraform.tfvars", 2, "sets var.office"),
        CALL,
    ]


def test_the_trail_of_each_and_count_is_what_they_run_over(tmp_path):
    group = made(tmp_path)
    assert lines(group.trail(("name",))) == [*PORTS, CALL]
    assert lines(group.trail(("ingress", 1, "from_port"))) == [*PORTS, CALL]


def test_the_trail_of_a_default_and_of_what_is_just_written(tmp_path):
    group = made(tmp_path)
    assert lines(group.trail(("ingress", 1, "protocol"))) == [("main.tf", 8, "default of var.protocol"), CALL]
    assert lines(group.trail(("ingress", 0, "from_port"))) == [CALL]


def test_the_trail_of_another_resources_attribute_is_where_it_is_set(tmp_path):
    group = made(tmp_path)
    assert lines(group.trail(("ingress", 0, "cidr_blocks", 2))) == [("main.tf", 31, "aws_eip.e sets domain"), CALL]
    assert lines(group.trail(("ingress", 0, "cidr_blocks", 1))) == [CALL]


def test_the_trail_of_an_output_and_of_nested_calls(tmp_path):
    write(
        tmp_path,
        main__tf='module "a" {\n  source = "./a"\n}\n',
        a___main__tf='module "b" {\n  source = "./b"\n}\nresource "aws_vpc" "v" {\n  cidr_block = module.b.cidr\n}\n'
        'module "c" {\n  count  = 2\n  source = "./c"\n  cidr   = "10.${count.index}.0.0/16"\n}\n',
        a___b___main__tf='locals {\n  cidr = "10.0.0.0/16"\n}\noutput "cidr" {\n  value = local.cidr\n}\n',
        a___c___main__tf='variable "cidr" {}\nresource "aws_vpc" "v" {\n  cidr_block = var.cidr\n}\n',
    )
    unit, _ = evaluated(tmp_path)
    assert lines(resource(unit, "module.a.aws_vpc.v").trail(("cidr_block",))) == [
        ("main.tf", 5, "output cidr of module.a.module.b"),
        ("main.tf", 2, "local.cidr is defined"),
        ("main.tf", 1, "module.a is called"),
    ]
    assert lines(resource(unit, "module.a.module.c[1].aws_vpc.v").trail(("cidr_block",))) == [
        ("main.tf", 10, "var.cidr is set by module.a.module.c"),
        ("main.tf", 7, "module.a.module.c[1] is called"),
        ("main.tf", 1, "module.a is called"),
    ]


def test_an_overridden_attribute_is_found_in_its_override_file(tmp_path):
    write(
        tmp_path,
        main__tf='\n\n\nresource "aws_instance" "i" {\n  ami = "a"\n  ebs_block_device {\n    size = 1\n  }\n}\n',
        override__tf='resource "aws_instance" "i" {\n  ami = "b"\n  ebs_block_device {\n    size = 2\n  }\n}\n',
    )
    instance = resource(evaluated(tmp_path)[0], "aws_instance.i")
    assert instance.values == {"ami": "b", "ebs_block_device": [{"size": 2}]}
    for path, line in ((("ami",), 2), (("ebs_block_device", 0), 3), (("ebs_block_device", 0, "size"), 4)):
        span = instance.span_at(path)
        assert (span.file.rpartition("/")[2], span.line) == ("override.tf", line)
    assert instance.span_at(()).line == 4


def test_a_trail_ends(tmp_path):
    chain = "".join(f"  l{index} = local.l{index + 1}\n" for index in range(50))
    vpc = 'resource "aws_vpc" "v" {\n  cidr_block = local.l0\n}\n'
    write(tmp_path, main__tf=f"locals {{\n{chain}  l50 = 1\n}}\n{vpc}")
    assert 5 < len(resource(evaluated(tmp_path)[0], "aws_vpc.v").trail(("cidr_block",))) < 20
