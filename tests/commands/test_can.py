"""``seamlint can`` as its user meets it."""

import json
from pathlib import Path

import pytest

from seamlint.cli import main

CODE = """
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

locals { mfa = { Bool = { "aws:MultiFactorAuthPresent" = "true" } } }
variable "policy" {
  type = string
}
resource "aws_iam_role" "reader" {
  name = "reader-role"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.data.arn}/*" },
      { Effect = "Allow", Action = "s3:PutObject", Resource = "*", Condition = local.mfa },
      { Effect = "Deny", Action = "s3:GetObject", Resource = "*/secret/*" },
    ]
  })
}

resource "aws_iam_user" "ann" {
  name = "ann"
}

resource "aws_iam_user_policy" "ann" {
  user   = aws_iam_user.ann.name
  policy = var.policy
}

resource "aws_s3_bucket" "data" {
  bucket = "seam-data"
}
"""


@pytest.fixture
def can(tmp_path, capsys, monkeypatch):
    (tmp_path / "main.tf").write_text(CODE)
    monkeypatch.chdir(tmp_path)

    def ask(*arguments):
        code = main(["can", *arguments, "--no-cache"])
        return code, *capsys.readouterr()

    return ask


@pytest.mark.parametrize(
    "principal", ["aws_iam_role.reader", "reader-role", "arn:aws:iam::111122223333:role/reader-role"]
)
@pytest.mark.parametrize("resource", ["aws_s3_bucket.data/a.csv", "seam-data/a.csv", "arn:aws:s3:::seam-data/a.csv"])
def test_by_address_name_and_arn(can, principal, resource):
    code, told, _ = can(principal, "s3:GetObject", resource)
    assert code == 0
    assert told.startswith("allowed aws_iam_role.reader may call s3:GetObject on aws_s3_bucket.data/a.csv\n")
    assert "main.tf:24" in told


def test_denied_with_the_statement_that_denies(can):
    code, told, _ = can("reader-role", "s3:GetObject", "seam-data/secret/a.csv")
    assert code == 1
    assert told.startswith("denied aws_iam_role.reader may not call s3:GetObject")
    assert "main.tf:26" in told


def test_denied_because_nothing_allows(can):
    code, told, _ = can("reader-role", "ec2:RunInstances", "*")
    assert code == 1
    assert "no identity policy of aws_iam_role.reader lets it call ec2:RunInstances" in told


def test_allowed_under_a_condition_that_is_told(can):
    code, told, _ = can("reader-role", "s3:PutObject", "seam-data/a.csv", "--format", "json")
    answer = json.loads(told)
    assert (code, answer["version"], answer["decision"]) == (0, 1, "allowed")
    assert answer["if"] == ["Bool aws:multifactorauthpresent holds"]
    assert answer["evidence"][0]["line"] == 25


def test_undecided_with_what_would_decide_it(can):
    code, told, _ = can("ann", "s3:GetObject", "seam-data/a.csv", "--format", "json")
    answer = json.loads(told)
    assert (code, answer["decision"], answer["needs"]) == (1, "undecided", ["var.policy"])
    assert can("ann", "s3:GetObject", "seam-data/a.csv")[1].endswith("needs var.policy\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nobody", "s3:GetObject", "*"), "no user or role is called nobody"),
        (("ann", "GetObject", "*"), "service:Action"),
        (("ann", "s3:GetObject", "nothing"), "nothing is called nothing"),
    ],
)
def test_wrong_use(can, arguments, says):
    code, _, complaint = can(*arguments)
    assert code == 2
    assert says in complaint


@pytest.mark.parametrize(
    ("kind", "attached", "expected"),
    [
        ("RESOURCE_CONTROL_POLICY", "111122223333", 1),
        ("RESOURCE_CONTROL_POLICY", "999988887777", 0),
        ("SERVICE_CONTROL_POLICY", "111122223333", 1),
    ],
)
def test_policies_of_the_organization_limit_an_account(can, kind, attached, expected):
    Path("organization.tf").write_text(f"""
        resource "aws_organizations_policy" "limit" {{
          name    = "limit"
          type    = "{kind}"
          content = jsonencode({{
            Version   = "2012-10-17"
            Statement = [{{ Effect = "Deny", Action = "s3:GetObject", Resource = "*",
                            {'Principal = "*"' if kind.startswith("RESOURCE") else 'Sid = "x"'} }}]
          }})
        }}
        resource "aws_organizations_policy_attachment" "limit" {{
          policy_id = aws_organizations_policy.limit.id
          target_id = "{attached}"
        }}""")
    code, said, _ = can("reader-role", "s3:GetObject", "arn:aws:s3:::seam-data/x")
    assert code == expected
    assert ("aws_organizations_policy.limit" in said) is bool(expected)


def test_services_and_anyone_may_be_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "main.tf").write_text(CODE)
    for principal in ("cloudfront.amazonaws.com", "anyone"):
        assert main(["can", principal, "s3:GetObject", "aws_s3_bucket.data/x", str(tmp_path)]) == 1
        assert f"denied {principal} may not call s3:GetObject" in capsys.readouterr().out
