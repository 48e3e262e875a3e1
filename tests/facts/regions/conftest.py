"""Terraform or CloudFormation text in, a graph out."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from seamlint.config import Config
from seamlint.graph.build import build
from seamlint.pipeline import evaluate
from seamlint.request import Request


@pytest.fixture
def graph_of(tmp_path):
    """Take the text of roots by folder, and resources of a template as ``template``."""

    def graph_of(text="", template="", **roots):
        for name, content in {**({"root": text} if text else {}), **roots}.items():
            (tmp_path / name).mkdir()
            (tmp_path / name / "main.tf").write_text(content)
        if template:
            (tmp_path / "template.yaml").write_text(f"Resources:\n{indent(dedent(template), '  ')}")
        units, problems = evaluate(Request((str(tmp_path),), Config(str(tmp_path))))
        assert [problem.message for problem in problems] == []
        return build(units)

    return graph_of
