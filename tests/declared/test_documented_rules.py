"""The rules that the documentation shows, as it shows them, on code that they are about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seamlint.testing import cases, rules_of, verify

PAGE = (Path(__file__).parents[2] / "docs" / "own-rules.md").read_text()
BLOCKS = [block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if block.startswith("rules:")]
ROLE = """\
resource "aws_s3_bucket" "payroll" { # evidence: ACME-001
  bucket = "payroll-2026"
}

resource "aws_iam_role" "reader" { # expect: ACME-001
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      # evidence@+1: ACME-001
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }
    ]
  })
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:Get*", Resource = "${aws_s3_bucket.payroll.arn}/*" } # evidence: ACME-001
    ]
  })
}
"""
NETWORK = """\
resource "aws_vpc" "main" { # evidence: ACME-002
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.main.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_subnet" "other" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
}

resource "aws_db_subnet_group" "main" {
  subnet_ids = [aws_subnet.other.id]
}

resource "aws_security_group" "host" {
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "database" {
  vpc_id = aws_vpc.main.id
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = aws_security_group.host.id
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "host" {
  security_group_id = aws_security_group.host.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  security_group_id            = aws_security_group.database.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.host.id
}

resource "aws_instance" "host" {
  ami                         = "ami-1"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.main.id
  vpc_security_group_ids      = [aws_security_group.host.id]
  associate_public_ip_address = true
}

resource "aws_db_instance" "main" {
  engine                 = "postgres"
  instance_class         = "db.t3.micro"
  db_subnet_group_name   = aws_db_subnet_group.main.name
  vpc_security_group_ids = [aws_security_group.database.id]
}
"""
QUEUES = """\
variable "tags" {}

resource "aws_sqs_queue" "none" { # expect: ACME-003
}

resource "aws_sqs_queue" "other" { # expect: ACME-003
  tags = { team = "a" }
}

resource "aws_sqs_queue" "owned" {
  tags = { owner = "a" }
}

resource "aws_sqs_queue" "unknown" { # undecided: ACME-003
  tags = var.tags
}
"""


def found(tmp_path: Path, rule: str, kind: str, code: str) -> list[str]:
    block = next(block for block in BLOCKS if f"id: {rule}" in block)
    (tmp_path / "rule.yaml").write_text(block)
    folder = tmp_path / "fixtures" / rule / f"{kind}-case" / "terraform"
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text(code)
    (case,) = cases(tmp_path / "fixtures")
    return verify(case, rules_of(tmp_path / "rule.yaml"))


def test_all_of_them_are_here() -> None:
    assert [re.findall(r"id: (\S+)", block) for block in BLOCKS] == [["ACME-001"], ["ACME-002"], ["ACME-003"]]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (("", ""), "bad"),
        (("payroll-2026", "invoices-2026"), "good"),
        (("lambda.amazonaws.com", "ec2.amazonaws.com"), "good"),
        (("s3:Get*", "s3:List*"), "good"),
    ],
)
def test_who_may_read_what(tmp_path: Path, change: tuple[str, str], kind: str) -> None:
    code = ROLE.replace(*change)
    if kind == "good":
        code = re.sub(r" # (expect|evidence).*", "", code)
    assert found(tmp_path, "ACME-001", kind, code) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (("", ""), "bad"),
        (("to_port                      = 5432", "to_port                      = 5431"), "good"),
        (("associate_public_ip_address = true", "associate_public_ip_address = false"), "good"),
        (
            ('= aws_security_group.host.id\n}\n\nresource "aws_instance"', '= "sg-1"\n}\n\nresource "aws_instance"'),
            "good",
        ),
    ],
)
def test_what_reaches_what(tmp_path: Path, change: tuple[str, str], kind: str) -> None:
    code = re.sub(r" # evidence.*", "", NETWORK).replace(*change)
    if kind == "bad":
        code = code.replace('"aws_instance" "host" {', '"aws_instance" "host" { # expect: ACME-002')
    assert found(tmp_path, "ACME-002", kind, code) == []


def test_resources_as_their_dialect_has_them(tmp_path: Path) -> None:
    assert found(tmp_path, "ACME-003", "bad", QUEUES) == []
