"""IAM files in, units out."""

from __future__ import annotations

import json

import pytest

from seamlint.evaluate.policies.unit import evaluate_policies


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Write one file of a name and evaluate it; what is no text is written as JSON."""
    monkeypatch.chdir(tmp_path)

    def read(content, name="policy.json", account=None):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content, indent=2))
        return evaluate_policies([str(path)], lambda _: account)

    return read
