"""The plugin for the AWS CDK, in real programs that are really synthesised."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="the AWS CDK runs on Node.js, which is not installed"),
    pytest.mark.skipif(
        importlib.util.find_spec("aws_cdk") is None, reason="aws-cdk-lib is not installed: pip install -e '.[cdk]'"
    ),
]
PROGRAM = """\
import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from seamlint.cdk import Seamlint, SeamlintBeta1

home = cdk.Environment(account="111122223333", region="eu-west-1")
{APP}
web = cdk.Stack(app, "Web", env=home)
iam.Role(web, "Reader", assumed_by=iam.AccountPrincipal("{ACCOUNT}"))
api = cdk.Stack(cdk.Stage(app, "Prod", env=home), "Api")
iam.Role(api, "Other", assumed_by=iam.AccountPrincipal("{ACCOUNT}"))
app.synth()
"""
CURRENT = 'app = cdk.App(outdir="cdk.out")\ncdk.Validations.of(app).add_plugins(Seamlint({OPTIONS}))'
OLDER = 'app = cdk.App(outdir="cdk.out", policy_validation_beta1=[SeamlintBeta1({OPTIONS})])'
FOREIGN, OWN = "444455556666", "111122223333"


def synthesised(folder: Path, app: str, account: str, options: str = "") -> subprocess.CompletedProcess[str]:
    program = PROGRAM.replace("{APP}", app).replace("{OPTIONS}", options).replace("{ACCOUNT}", account)
    (folder / "app.py").write_text(program)
    quiet = {"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1", "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1"}
    command = [sys.executable, "app.py"]
    environment = {**os.environ, **quiet}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("app", [CURRENT, OLDER], ids=["current", "older"])
def test_findings_fail_the_synthesis_at_construct_paths(tmp_path: Path, app: str) -> None:
    done = synthesised(tmp_path, app, FOREIGN)
    told = done.stdout + done.stderr
    assert done.returncode != 0
    for path in ("Web/Reader", "Prod/Api/Other"):
        assert f"{path} trusts account 444455556666" in told
    (report,) = (tmp_path / "cdk.out").glob("*validation-report.json")
    text = report.read_text()
    assert "IAM-003" in text
    assert json.loads(text)
    assert "Web.template.json" in text


def test_what_is_asked_for_decides(tmp_path: Path) -> None:
    assert synthesised(tmp_path, CURRENT, FOREIGN, 'fail_on="error"').returncode == 0


def test_a_program_without_findings_is_synthesised(tmp_path: Path) -> None:
    done = synthesised(tmp_path, CURRENT, OWN)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cdk.out" / "Web.template.json").exists()


def test_the_configuration_beside_the_program_counts(tmp_path: Path) -> None:
    (tmp_path / "seamlint.toml").write_text(f'trusted-accounts = ["{FOREIGN}"]\n')
    assert synthesised(tmp_path, CURRENT, FOREIGN).returncode == 0
