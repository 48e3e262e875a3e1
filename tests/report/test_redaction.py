from __future__ import annotations

from pathlib import Path

import pytest

from seamlint.report.redaction import redacted

CODE = """\
variable "key" {
  sensitive = true
  default = {
    a = "hunter2"
    b = 12345
  }
}

variable "open" {
  sensitive = false
  default   = "seen"
}

resource "aws_db_instance" "a" {
  password    = "hunter2" # rotate it
  db_password = var.key
  name        = "token ring"
}
"""


@pytest.fixture
def shown(tmp_path: Path) -> list[str]:
    (tmp_path / "main.tf").write_text(CODE)
    return redacted(CODE.split("\n"), str(tmp_path / "main.tf"))


def test_secrets_are_blanked_column_for_column(shown: list[str]) -> None:
    text = "\n".join(shown)
    assert "hunter2" not in text
    assert "12345" not in text
    assert '  password    = "*******" # rotate it' in shown
    assert [len(line) for line in shown] == [len(line) for line in CODE.split("\n")]


def test_the_rest_is_as_written(shown: list[str]) -> None:
    same = [line for line, was in zip(shown, CODE.split("\n"), strict=True) if line == was]
    assert len(same) == len(shown) - 5
    assert {'  default   = "seen"', "  db_password = var.key", '  name        = "token ring"'} <= set(same)


def test_files_that_do_not_parse_or_are_gone_are_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "broken.tf").write_text("sensitive {")
    for name in ("broken.tf", "gone.tf"):
        assert redacted(["sensitive {"], str(tmp_path / name)) == ["sensitive {"]
