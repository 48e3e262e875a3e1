import pytest

from evaluate.terraform.functions.calling import result
from seamlint.evaluate.terraform.errors import EvaluationError
from seamlint.evaluate.terraform.plain import plain


def test_arns_are_taken_apart_and_put_together():
    assert plain(result('provider::aws::arn_parse("arn:aws:iam::444455556666:role/a:b")')) == {
        "partition": "aws", "service": "iam", "region": "", "account_id": "444455556666", "resource": "role/a:b",
    }  # fmt: skip
    built = result('provider::aws::arn_build("aws", "iam", "", "444455556666", "role/example")')
    assert built == "arn:aws:iam::444455556666:role/example"


@pytest.mark.parametrize(
    ("arn", "trimmed"),
    [
        ("arn:aws:iam::444455556666:role/with/path/example", "arn:aws:iam::444455556666:role/example"),
        ("arn:aws:iam::444455556666:role/example", "arn:aws:iam::444455556666:role/example"),
        ("arn:aws-cn:iam::444455556666:role/a/b", "arn:aws-cn:iam::444455556666:role/b"),
    ],
)
def test_a_role_loses_its_path(arn, trimmed):
    assert result(f'provider::aws::trim_iam_role_path("{arn}")') == trimmed


@pytest.mark.parametrize(
    "call",
    ['arn_parse("x")', 'arn_parse("arn:aws:s3")', 'trim_iam_role_path("arn:aws:s3:::b")',
     'trim_iam_role_path("arn:aws:iam::444455556666:user/u")', "arn_parse(null)", 'arn_build("aws")',
     'trim_iam_role_path("arn:aws:iam:eu-west-1:444455556666:role/r")', 'user_agent("", "", "")'],
)  # fmt: skip
def test_what_is_no_arn_is_refused(call):
    with pytest.raises(EvaluationError):
        result(f"provider::aws::{call}")


def test_a_user_agent_names_product_version_and_comment():
    assert result('provider::aws::user_agent("p", "1.0", "c")') == "p/1.0 (c)"
    assert result('provider::aws::user_agent("p", "", "")') == "p"
