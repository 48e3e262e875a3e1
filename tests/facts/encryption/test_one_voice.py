"""Where two rules see one defect of a key, one speaks."""

from pathlib import Path

import pytest

from seamlint.testing import cases, run

FIXTURES = Path(__file__).parents[3] / "fixtures"
OTHERS = {"KMS-005": "IAM-019", "KMS-011": "IAM-018", "KMS-012": "IAM-018"}


@pytest.mark.parametrize("case", [each for each in cases(FIXTURES) if each.rule in OTHERS and not each.good], ids=str)
def test_the_rule_of_keys_speaks_alone(case):
    said = {finding.rule for finding in run(case).findings}
    assert case.rule in said
    assert OTHERS[case.rule] not in said
