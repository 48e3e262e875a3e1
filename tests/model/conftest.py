"""Terraform or CloudFormation text in, entities out."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from seamlint.config import Config
from seamlint.evaluate.values import Reference
from seamlint.graph.build import build
from seamlint.pipeline import evaluate
from seamlint.request import Request


class Model:
    """The graph of some text, with short ways to ask it."""

    def __init__(self, graph, unit):
        self.graph = graph
        self.unit = unit

    def all(self, kind):
        return self.graph.all(kind)

    def one(self, kind, address=None):
        found = [entity for entity in self.all(kind) if address in (None, entity.address)]
        assert len(found) == 1, found
        return found[0]

    def ref(self, address, attribute="id"):
        return Reference(self.unit, address, attribute)


@pytest.fixture
def model_of(tmp_path):
    def model_of(text, **more):
        folder = tmp_path / "root"
        folder.mkdir()
        (folder / "main.tf").write_text(text)
        for name, content in more.items():
            (folder / name).mkdir()
            (folder / name / "main.tf").write_text(content)
        return read(folder)

    return model_of


@pytest.fixture
def template_of(tmp_path):
    """Resources of a CloudFormation template (YAML below ``Resources:``) and further sections in, a `Model` out."""

    def template_of(resources, sections=""):
        (tmp_path / "template.yaml").write_text(f"{dedent(sections)}\nResources:\n{indent(dedent(resources), '  ')}")
        return read(tmp_path)

    return template_of


def read(folder):
    units, problems = evaluate(Request((str(folder),), Config(str(folder))))
    assert [problem.message for problem in problems] == []
    return Model(build(units), units[0].path)
