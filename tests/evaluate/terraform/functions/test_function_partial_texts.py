import pytest

from evaluate.terraform.functions.calling import BUCKET, parts, result
from seamlint.evaluate.terraform.plain import plain
from seamlint.evaluate.terraform.values import SENSITIVE, Marked, Unknown
from seamlint.evaluate.values import Unknown as Missing

U = Missing(("var.u",))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('join("-", ["a", local.arn, "b", "c"])', ("a-", BUCKET, "-b-c")),
        ('join("-", ["a", local.u])', ("a-", U)),
        ('join(local.u, ["a", "b"])', ("a", U, "b")),
        ('format("%s/*", local.arn)', (BUCKET, "/*")),
        ('format("%[2]s-%[1]s-%05d", "x", local.arn, 7)', ()),
        ('format("%05[3]d-%[2]s-%[1]s", "x", local.arn, 7)', ("00007-", BUCKET, "-x")),
        ('format("%5s", local.u)', (U,)),
        ('format("%v", ["a", local.u])', ('["a","', U, '"]')),
        ('lower("ABC-${local.u}")', ("abc-", U)),
        ("lower(local.arn)", (Missing(("aws_s3_bucket.b.arn",)),)),
        ('replace("a.${local.u}.c", ".", "-")', ("a-", U, "-c")),
        ('replace("a.${local.u}", "ab", "-")', ()),
        ('trimprefix("arn:${local.u}", "arn:")', (U,)),
        ('trimprefix("a${local.u}", "arn:")', ()),
        ('trimsuffix("${local.arn}/*", "/*")', (BUCKET,)),
        ('trimspace("  a${local.u}b  ")', ("a", U, "b")),
        ('trimspace("  ${local.u} ")', ()),
        ('indent(2, "a\\n${local.u}\\nb")', ("a\n  ", U, "\n  b")),
        ('provider::aws::arn_build("aws", "s3", "", "", local.u)', ("arn:aws:s3:::", U)),
        ("jsonencode({a = local.arn, b = 1})", ('{"a":"', BUCKET, '","b":1}')),
        ('jsonencode({a = "x\\"${local.u}"})', ('{"a":"x\\"', U, '"}')),
        ('pathexpand("~/x")', (Missing(("the home folder of whoever runs Terraform",)), "/x")),
    ],
)
def test_keeps_what_is_known_of_a_text(expression, expected):
    assert parts(expression) == expected


def test_a_list_of_formatted_texts_keeps_each():
    assert plain(result('formatlist("%s/*", [local.arn, "x"])'))[1] == "x/*"
    assert plain(result('formatlist("%s/*", [local.arn, "x"])'))[0].parts == (BUCKET, "/*")


def test_a_partly_known_json_text_can_be_decoded():
    decoded = result('jsondecode(jsonencode({Resource = ["${local.arn}/*", local.arn], Effect = "Allow"}))')
    assert plain(decoded)["Effect"] == "Allow"
    assert plain(decoded)["Resource"][1] == BUCKET
    assert plain(decoded)["Resource"][0].parts == (BUCKET, "/*")


@pytest.mark.parametrize(
    "expression",
    ["upper(local.s)", 'join("", [local.s, local.u])', "jsonencode({a = local.s})", 'format("%s", local.s)',
     'replace("a", "a", local.s)', "sha256(local.s)", 'cidrhost("10.0.0.0/8", local.n)',
     'rsadecrypt("eA==", "-----BEGIN ")'],
)  # fmt: skip
def test_what_is_made_of_a_secret_is_one(expression):
    secret = frozenset({SENSITIVE})
    value = result(expression, s=Marked("hush", secret), n=Marked(1, secret))
    assert isinstance(value, Marked)
    assert SENSITIVE in value.marks


@pytest.mark.parametrize("expression", ["timestamp()", "uuid()", 'bcrypt("x")', 'base64gzip("x")', "plantimestamp()"])
def test_what_changes_from_run_to_run_is_unknown(expression):
    value = result(expression)
    assert isinstance(value, Unknown)
    assert value.needs
