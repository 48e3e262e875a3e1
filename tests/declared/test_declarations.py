"""Rules as data: what is wrong with them is told at its place, and what they say has three answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from seamlint.config import Config, ConfigurationError, load
from seamlint.declared.document import DeclarationError
from seamlint.declared.rule import load_rules
from seamlint.graph.build import build
from seamlint.pipeline import evaluate, run
from seamlint.registry import installed
from seamlint.request import Request
from seamlint.rule import Finding
from seamlint.sources.diagnostic import Diagnostic
from seamlint.testing import rules_of

RULE = """\
rules:
  - id: ACME-001
    name: a-rule
    severity: warning
    what: Something.
    for: FOR
    if: IF
    message: "{bucket} is {bucket.values.bucket}"
    at: bucket
"""
BUCKETS = "{bucket: '$.resources.aws_s3_bucket[*]'}"
CODE = """\
variable "name" {}

resource "aws_s3_bucket" "known" {
  bucket = "logs-1"
  tags   = { size = 3, on = true }
}

resource "aws_s3_bucket" "unknown" {
  bucket = var.name
}

resource "aws_s3_bucket" "partly" {
  bucket = "logs-${var.name}"
}

resource "aws_s3_bucket" "none" {
}
"""


def written(tmp_path: Path, condition: str, variables: str = BUCKETS) -> Path:
    file = tmp_path / "rule.yaml"
    file.write_text(RULE.replace("FOR", variables).replace("IF", condition))
    return file


def answers(tmp_path: Path, condition: str, variables: str = BUCKETS, code: str = CODE) -> dict[str, str]:
    """Return by bucket what the rule says: ``finding``, ``undecided``, or nothing."""
    errors: list[DeclarationError] = []
    (rule,) = load_rules(str(written(tmp_path, condition, variables)), errors)
    assert not errors
    folder = tmp_path / "code"
    folder.mkdir(exist_ok=True)
    (folder / "main.tf").write_text(code)
    graph = build(evaluate(Request((str(folder),), Config("")))[0], Config(""))
    said = {}
    for each in rule.check(graph):
        if isinstance(each, Finding):
            said[each.primary.resource.partition(".")[2]] = "finding"
        else:
            said[each.entity.address.partition(".")[2]] = f"undecided: {', '.join(each.needs)}"
    return said


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{equal: [$.bucket.values.bucket, logs-1]}", {"known": "finding", "unknown": "?", "partly": "?"}),
        ("{equal: [$.bucket.values.bucket, other]}", {"unknown": "?", "partly": "?"}),
        (
            "{not: {equal: [$.bucket.values.bucket, other]}}",
            {"known": "finding", "unknown": "?", "partly": "?", "none": "finding"},
        ),
        (
            "{like: {value: $.bucket.values.bucket, pattern: 'logs-*'}}",
            {"known": "finding", "unknown": "?", "partly": "finding"},
        ),
        ("{in: {value: $.bucket.values.tags.size, of: [1, 2, 3]}}", {"known": "finding"}),
        ("{less: [$.bucket.values.tags.size, 4]}", {"known": "finding"}),
        ("{less: [4, $.bucket.values.tags.size]}", {}),
        ("{equal: [$.bucket.values.tags.size, '3']}", {}),
        ("{equal: [$.bucket.values.tags.on, true]}", {"known": "finding"}),
        ("{present: $.bucket.values.bucket}", {"known": "finding", "unknown": "?", "partly": "finding"}),
        ("{any: [{present: $.bucket.values.tags}, {equal: [$.bucket.mode, data]}]}", {"known": "finding"}),
        ("{equal: [$.bucket.values..size, 3]}", {"known": "finding", "unknown": "?"}),
    ],
)
def test_a_comparison_has_three_answers(tmp_path: Path, condition: str, expected: dict[str, str]) -> None:
    wanted = {name: "undecided: var.name" if said == "?" else said for name, said in expected.items()}
    assert answers(tmp_path, condition) == wanted


def test_what_may_not_be_there_is_undecided(tmp_path: Path) -> None:
    code = 'variable "n" {}\n\nresource "aws_s3_bucket" "some" {\n  count  = var.n\n  bucket = "logs"\n}\n'
    (said,) = answers(tmp_path, "{equal: [$.bucket.values.bucket, logs]}", code=code).values()
    assert said == "undecided: var.n"


@pytest.mark.parametrize(
    ("condition", "variables", "line", "complaint"),
    [
        ("{equal: [1]}", BUCKETS, 7, "rules[0].if.equal must be a list of two"),
        ("{equal: [1, 1]}", BUCKETS, 7, "rules[0].if.equal speaks of no variable of this rule"),
        ("{equals: [1, 1]}", BUCKETS, 7, "rules[0].if.equals is no condition: did you mean equal?"),
        ("{equal: [$.basket.x, 1]}", BUCKETS, 7, "begin with a variable of this rule: did you mean bucket?"),
        ("{equal: ['$.bucket[?(@.x)]', 1]}", BUCKETS, 7, "holds a filter or a union"),
        ("{equal: ['$.bucket.`parent`', 1]}", BUCKETS, 7, "which is not among fields"),
        ("{equal: ['$.bucket[', 1]}", BUCKETS, 7, "is no JSONPath"),
        (f"{{equal: ['$.bucket{'.x' * 200}', 1]}}", BUCKETS, 7, "of at most 300 characters"),
        ("{}", BUCKETS, 7, "must be one condition"),
        ("{all: []}", BUCKETS, 7, "must hold a condition"),
        ("{not: " * 25 + "{present: $.bucket.values.x}" + "}" * 25, BUCKETS, 7, "is nested too deeply"),
        ("{present: $.bucket.values.x}", "{}", 6, "must say what the rule is about"),
        ("{present: $.bucket.values.x}", "{bucket: '$.Bukket[*]'}", 6, "did you mean Bucket?"),
        ("{present: $.bucket.values.x}", "{bucket: $.Bucket}", 6, "must say which ones: [*] for all"),
        ("{present: $.bucket.values.x}", "{bucket: '$.*'}", 6, "must begin with a type of entity"),
        ("{present: $.bucket.values.x}", "{bucket: '$.resources[*]'}", 6, "must name a type of resource"),
        ("{present: $.bucket.values.x}", "{Bucket: '$.Bucket[*]'}", 6, "is no name for a variable"),
        ("{can: {who: bucket, action: 's3:Get', on: bucket}}", BUCKETS, 7, "must select roles or users"),
        ("{can: {who: anyone, action: 's3:*', on: bucket}}", BUCKETS, 7, "must be one action"),
        ("{trusts: {role: bucket, whom: anyone}}", BUCKETS, 7, "must select roles"),
        ("{reaches: {from: internet, to: bucket, port: 70000}}", BUCKETS, 7, "must be a port"),
        ("{reaches: {from: internet, to: bucket, port: 1, protocol: ip}}", BUCKETS, 7, "must be one of tcp, udp"),
        ("{reaches: {from: internet, to: bucket, prt: 1}}", BUCKETS, 7, "did you mean port?"),
        ("{same-region: [bucket]}", BUCKETS, 7, "must be a list of two variables"),
        ("{present: $.bucket.valeus.x}", BUCKETS, 7, "takes valeus, which resources has not: did you mean values?"),
        ("{present: $.bucket.nmae}", "{bucket: '$.Bucket[*]'}", 7, "takes nmae, which Bucket has not: did you mean na"),
        ("{present: $.bucket}", "{bucket: '$.Role[*].trst.Statement'}", 6, "which Role has not: did you mean trust?"),
        ("{less: [$.bucket.values.size, '4']}", BUCKETS, 7, "rules[0].if.less[1] must be a number"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    tmp_path: Path, condition: str, variables: str, line: int, complaint: str
) -> None:
    errors: list[DeclarationError] = []
    assert load_rules(str(written(tmp_path, condition, variables)), errors) == []
    (error,) = errors
    assert complaint in error.message
    assert error.span is not None
    assert (Path(error.span.file).name, error.span.line) == ("rule.yaml", line)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("ACME-001", "acme1"), "rules[0].id must be written like ACME-001"),
        (("a-rule", "A rule"), "rules[0].name must be written like"),
        (("warning", "high"), "rules[0].severity must be one of error, warning, note"),
        (("what:", "wat:"), "rules[0].wat is not known here: did you mean what?"),
        (("    at: bucket\n", ""), "rules[0] needs at"),
        (("at: bucket", "at: basket"), "rules[0].at must be a variable of this rule"),
        (("{bucket}", "{basket}"), "rules[0].message has {basket}"),
        (("rules:", "rule:"), "rule is not known here"),
        (("rules:", "rules: ["), "this is no YAML"),
        (("what: Something.", "what: [1]"), "rules[0].what must be a single value"),
        (("what: Something.", "what: a\n    what: b"), "the key what stands here twice"),
        (("what:", "url: javascript:alert(1)\n    what:"), "rules[0].url must be written like https://"),
        (("{bucket}", "{bucket.vlues.x}"), "takes vlues, which resources has not: did you mean values?"),
        (("- id", "- [1]\n  - id"), "rules[0] must be a mapping"),
    ],
)
def test_a_rule_of_another_shape_is_told(tmp_path: Path, change: tuple[str, str], complaint: str) -> None:
    file = written(tmp_path, "{present: $.bucket.values}")
    file.write_text(file.read_text().replace(*change))
    errors: list[DeclarationError] = []
    load_rules(str(file), errors)
    assert complaint in errors[0].message


@pytest.mark.parametrize("text", ["", "rules", "- 1", "\0", "---\na: 1\n---\nb: 2\n", "rules: {}"])
def test_what_is_no_list_of_rules_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(text)
    errors: list[DeclarationError] = []
    assert load_rules(str(file), errors) == []
    assert len(errors) == 1


def test_one_broken_rule_leaves_the_others(tmp_path: Path) -> None:
    file = written(tmp_path, "{present: $.bucket.values}")
    second = file.read_text().removeprefix("rules:\n").replace("ACME-001", "ACME-002")
    file.write_text(file.read_text().replace("warning", "high") + second)
    errors: list[DeclarationError] = []
    assert [each.rule.id for each in load_rules(str(file), errors)] == ["ACME-002"]
    assert len(errors) == 1


def test_combinations_are_bounded_and_told_where_the_rule_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seamlint.declared.rule.MOST_COMBINATIONS", 100)
    variables = "{bucket: '$.resources.aws_s3_bucket[*]', other: '$.resources.aws_s3_bucket[*]'}"
    file = written(tmp_path, "{different: [bucket, other]}", variables)
    code = 'resource "aws_s3_bucket" "b" {\n  count  = 11\n  bucket = "b"\n}\n'
    (tmp_path / "main.tf").write_text(code)
    result = run(Request((str(tmp_path / "main.tf"),), Config("")), installed(files=[str(file)]))
    (told,) = result.diagnostics
    assert told.message == "rule ACME-001 was left out: more than 100 combinations; narrow what its variables select"
    assert told.span
    assert (told.span.file.endswith("rule.yaml"), told.span.line) == (True, 2)


def test_an_id_that_is_taken_is_told_at_its_place(tmp_path: Path) -> None:
    file = written(tmp_path, "{present: $.bucket.values.bucket}")
    file.write_text(file.read_text() + RULE.replace("FOR", BUCKETS).replace("IF", "{present: $.bucket.values.x}")[7:])
    problems: list[Diagnostic] = []
    assert [each.rule.id for each in installed(problems, [str(file)])].count("ACME-001") == 1
    (told,) = problems
    assert "its id ACME-001 is taken" in told.message
    assert told.span
    assert told.span.line == 10


def test_paths_cost_what_there_is_to_see_however_many_ways_lead_there(tmp_path: Path) -> None:
    code = f'resource "aws_s3_bucket" "deep" {{\n  tags = {"[" * 60}1{"]" * 60}\n}}\n'
    paths = "{bucket: '$.resources.aws_s3_bucket[*].values" + "..*" * 60 + "'}"
    assert answers(tmp_path, "{equal: [$.bucket, 1]}", paths, code) == {"deep": "finding"}


def test_beyond_what_aws_computes_nothing_is_known(tmp_path: Path) -> None:
    code = 'resource "aws_x" "x" {}\n\nresource "aws_s3_bucket" "b" {\n  tags = aws_x.x.tags\n}\n'
    assert answers(tmp_path, "{present: $.bucket.values.tags.owner}", code=code) == {"b": "undecided: aws_x.x.tags"}
    assert answers(tmp_path, "{present: $.bucket.values..owner}", code=code) == {}


def test_parts_of_entities_are_there_by_name(tmp_path: Path) -> None:
    code = """\
resource "aws_s3_bucket_acl" "open" {
  bucket = "logs"
  access_control_policy {
    owner { id = "a" }
    grant {
      permission = "READ"
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
      }
    }
  }
}
"""
    variables = "{bucket: '$.BucketAcl[*].grants[*]'}"
    file = written(tmp_path, "{like: {value: $.bucket.grantee, pattern: '*/AllUsers'}}", variables)
    file.write_text(file.read_text().replace("{bucket.values.bucket}", "{bucket.permission}"))
    (tmp_path / "main.tf").write_text(code)
    result = run(Request((str(tmp_path / "main.tf"),), Config("")), rules_of(file))
    assert [(each.message, each.primary.span.line) for each in result.findings] == [
        ("aws_s3_bucket_acl.open is READ", 1)
    ]


def test_a_type_stands_for_those_that_extend_it(tmp_path: Path) -> None:
    code = 'resource "aws_s3_bucket_public_access_block" "x" {\n  bucket = "logs"\n}\n'
    variables = "{bucket: '$.Blocks[*]'}"
    file = written(tmp_path, "{equal: [$.bucket.block_public_acls, false]}", variables)
    file.write_text(file.read_text().replace("{bucket.values.bucket}", "{bucket.type}"))
    (tmp_path / "main.tf").write_text(code)
    result = run(Request((str(tmp_path / "main.tf"),), Config("")), rules_of(file))
    assert [each.message for each in result.findings] == ["aws_s3_bucket_public_access_block.x is PublicAccessBlock"]


@pytest.mark.parametrize(
    ("name", "complaint"),
    [("rules.py", "is no YAML file"), ("../outside.yaml", "lies outside"), ("nowhere.yaml", "does not exist")],
)
def test_a_configuration_names_data_in_its_repository_only(tmp_path: Path, name: str, complaint: str) -> None:
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    (folder / "rules.py").write_text("raise SystemExit")
    (tmp_path / "outside.yaml").write_text("rules: []")
    (folder / "seamlint.toml").write_text(f'[rules]\nfiles = ["{name}"]\n')
    with pytest.raises(ConfigurationError, match=complaint):
        load(str(folder / "seamlint.toml"))
