"""``seamlint reach`` as its user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from declared.test_documented_rules import NETWORK
from seamlint.cli import main

HOST, DATABASE = "aws_instance.host", "aws_db_instance.main"
DENY = """
resource "aws_network_acl" "main" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.other.id]

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
}
"""


def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, target: str, code: str = NETWORK) -> object:
    (tmp_path / "main.tf").write_text(code)
    exit_code = main(["reach", source, target, str(tmp_path), "--format", "json", "--quiet"])
    answer = json.loads(capsys.readouterr().out)
    assert exit_code == (answer["decision"] != "reached")
    return answer


@pytest.mark.parametrize(
    ("source", "target", "decision"),
    [
        ("internet", f"{HOST}:22", "reached"),
        ("internet", f"{HOST}:80", "blocked"),
        ("internet", f"{DATABASE}:5432", "blocked"),
        (HOST, f"{DATABASE}:5432", "reached"),
        (HOST, f"{DATABASE}:5432/udp", "blocked"),
        (HOST, f"{DATABASE}:3306", "blocked"),
        (DATABASE, f"{HOST}:22", "blocked"),
        ("host", "main:5432", "reached"),
    ],
)
def test_a_connection_comes_about_or_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, target: str, decision: str
) -> None:
    assert ask(tmp_path, capsys, source, target)["decision"] == decision  # type: ignore[index]


def test_what_stops_it_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(tmp_path, capsys, HOST, f"{DATABASE}:5432", NETWORK + DENY)
    assert answer["decision"] == "blocked"  # type: ignore[index]
    assert [each["resource"] for each in answer["evidence"]] == ["aws_network_acl.main"]  # type: ignore[index]
    assert "the reply leaves aws_subnet.other" in answer["evidence"][0]["says"]  # type: ignore[index]


def test_what_is_not_known_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = NETWORK.replace(
        "vpc_security_group_ids = [aws_security_group.database.id]", "vpc_security_group_ids = var.g"
    )
    answer = ask(tmp_path, capsys, HOST, f"{DATABASE}:5432", code + 'variable "g" {}\n')
    assert (answer["decision"], answer["needs"]) == ("undecided", ["the security groups of aws_db_instance.main"])  # type: ignore[index]


def test_as_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "main.tf").write_text(NETWORK)
    assert main(["reach", HOST, f"{DATABASE}:5432", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith(f"reached {HOST} reaches {DATABASE}:5432\n")


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("aws_instance.gone:22", "nothing with network interfaces is called aws_instance.gone: aws_instance.host"),
        (HOST, "write the address of what is asked and a port"),
        (f"{HOST}:99999", "write the address of what is asked and a port"),
        (f"{HOST}:22/icmp", "write the address of what is asked and a port"),
    ],
)
def test_what_cannot_be_asked_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], target: str, complaint: str
) -> None:
    (tmp_path / "main.tf").write_text(NETWORK)
    assert main(["reach", "internet", target, str(tmp_path)]) == 2
    assert complaint in capsys.readouterr().err
