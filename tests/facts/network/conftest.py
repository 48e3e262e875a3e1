"""Terraform text in, a graph out."""

from __future__ import annotations

import pytest

from seamlint.config import Config
from seamlint.graph.build import build
from seamlint.pipeline import evaluate
from seamlint.request import Request


@pytest.fixture
def graph_of(tmp_path):
    """Evaluate Terraform text and return its graph."""

    def graph_of(text):
        (tmp_path / "main.tf").write_text(text)
        units, problems = evaluate(Request((str(tmp_path),), Config(str(tmp_path))))
        assert [problem.message for problem in problems] == []
        return build(units)

    return graph_of
