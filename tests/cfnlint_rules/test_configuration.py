"""What the page about cfn-lint says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "fixtures" / "NET-001" / "bad-https-service" / "cloudformation" / "template.yaml"


def test_the_file_of_the_page_appends_the_rules(tmp_path: Path) -> None:
    shutil.copy(TEMPLATE, tmp_path)
    configuration = (ROOT / "docs" / "cfn-lint.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    (tmp_path / ".cfnlintrc").write_text(configuration)
    script = "import sys; from cfnlint.runner import main; sys.exit(main())"
    command = [sys.executable, "-c", script, "template.yaml", "--format", "json", "--ignore-checks", "ENET-002"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert {each["Rule"]["Id"] for each in json.loads(done.stdout)} == {"ENET-001"}
