"""Which files hold policies, and what these are for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seamlint.evaluate.policies.kinds import is_policy, kind_of, resource_of, service_of
from seamlint.evaluate.policies.unit import evaluate_policies
from seamlint.evaluate.values import Text, Unknown
from seamlint.sources.diagnostic import Level

ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
TRUST = {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}
BUCKET = {**ALLOW, "Principal": "*"}
KEY = {**BUCKET, "Action": "kms:*"}


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.mark.parametrize(
    ("statements", "path", "kind", "service"),
    [
        ([ALLOW], "policy.json", "identity", "s3"),
        ([ALLOW, {**ALLOW, "Action": "iam:*"}], "policy.json", "identity", ""),
        ([TRUST], "policy.json", "trust", "sts"),
        ([{**TRUST, "Action": ["sts:AssumeRole", "sts:TagSession"]}], "policy.json", "trust", "sts"),
        ([{**TRUST, "Action": "sts:AssumeRoleWithWebIdentity"}], "scp.json", "trust", "sts"),
        ([TRUST, KEY], "policy.json", "resource", ""),
        ([BUCKET], "policy.json", "resource", "s3"),
        ([BUCKET], "rcp-perimeter.json", "resource control", "s3"),
        ([BUCKET], "resource-control-policies/a.json", "resource control", "s3"),
        ([BUCKET], "vpce.json", "endpoint", "s3"),
        ([KEY], "policy.json", "resource", "kms"),
        ([ALLOW], "scps/deny.json", "service control", "s3"),
        ([ALLOW], "service-control-policy/x.json", "service control", "s3"),
        ([ALLOW], "inscps/deny.json", "identity", "s3"),
        ([ALLOW], "scps/deeper/down/deny.json", "identity", "s3"),
        ([{**ALLOW, "Action": "*"}], "policy.json", "identity", ""),
    ],
)
def test_kinds_are_told_by_shape_and_name(statements, path, kind, service):
    document = policy(*statements)
    assert (is_policy(document), kind_of(document, path), service_of(document)) == (True, kind, service)


QUEUE = "arn:aws:sqs:eu-west-1:111122223333:jobs"


@pytest.mark.parametrize(
    ("resources", "protected"),
    [
        ([QUEUE], QUEUE),
        (["arn:aws:s3:::files", "arn:aws:s3:::files/*"], "arn:aws:s3:::files"),
        ([["arn:aws:s3:::files", "arn:aws:s3:::files/*"]], "arn:aws:s3:::files"),
        ([QUEUE, "arn:aws:sqs:eu-west-1:111122223333:mail"], ""),
        (["arn:aws:s3:::files/public/*"], "arn:aws:s3:::files/public"),
        ([QUEUE, "*"], ""),
        (["arn:aws:s3:::files-?"], ""),
        (["arn:aws:s3:::${bucket}/*"], ""),
        (["jobs"], ""),
        ([{}], ""),
    ],
)
def test_a_policy_on_a_resource_names_what_it_protects(resources, protected):
    assert resource_of(policy(*({**BUCKET, "Resource": named} for named in resources))) == protected


def test_what_a_policy_protects_lies_in_the_account_of_its_arn(tmp_path):
    file = tmp_path / "queue-policy.json"
    file.write_text(json.dumps(policy({**BUCKET, "Action": "sqs:SendMessage", "Resource": QUEUE})))
    (unit,) = evaluate_policies([str(file)], lambda _: "444455556666").units
    assert [(each.address, each.account) for each in unit.resources] == [
        (QUEUE, "111122223333"),
        ("queue-policy.json", "111122223333"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        {"name": "web", "version": "1.0.0", "scripts": {"Statement": []}},
        {"Version": "1.0", "Statement": "none"},
        {"Version": "2012-10-17"},
        {"Version": 3, "Statement": [{"Id": 1}]},
        {"Statement": []},
        {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"P": {"Properties": policy(ALLOW)}}},
        {"format_version": "1.2", "Statement": [ALLOW]},
        {"Policies": [{"name": "no ARN"}]},
        {"Role": "admin"},
        [policy(ALLOW)],
        "{",
        '{"Version": ',
        "// only a comment",
        "",
        '{"compilerOptions": {} /* a comment */}',
    ],
)
def test_what_is_no_policy_is_left_alone(read, content):
    assert read(content) == ([], [])


def test_a_policy_is_a_unit_of_its_own(read):
    (unit,), diagnostics = read(policy(ALLOW), "iam/read.json", "111122223333")
    (resource,) = unit.resources
    assert diagnostics == []
    assert (unit.path, unit.dialect, unit.account, unit.files) == ("iam/read.json", "iam", "111122223333", unit.files)
    assert (resource.address, resource.account) == ("read.json", "111122223333")
    assert resource.values["document"] == policy(ALLOW)
    assert resource.span_at(("Statement", 0)).line == 4
    assert resource.span_at(("Statement", 0, "Action")).line == 6
    assert resource.span_at(()).line == 1
    assert resource.trail(("Statement",)) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_of_other_shells(read, encoding):
    content = json.dumps(policy({**ALLOW, "Sid": "grün"}))
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (unit,), _ = read((mark + content).encode(encoding))
    assert unit.resources[0].values["document"]["Statement"][0]["Sid"] == "grün"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('// mine\n{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}', 1, "holds a comment"),
        ('{"Version": "2012-10-17", # mine\n"Statement": [{"Effect": "Allow"}]}', 1, "holds a comment"),
        ('{"Statement": [\n{"Effect": "Allow"} /* mine */]}', 2, "holds a comment"),
        ('{"Statement": [\n{"Effect": "Allow",}\n]}', 2, "a comma before `}`"),
        ('{"Statement": [\n{"Effect": "Allow"\n}', 3, "the end of the file"),
        ('{"Statement": [{"Effect": \'Allow\'}]}', 1, "expected a JSON value"),
    ],
)
def test_what_is_wrong_with_a_policy_is_told_with_its_place(read, text, line, says):
    units, (diagnostic,) = read(text)
    assert units == []
    assert diagnostic.level is Level.ERROR
    assert says in diagnostic.message
    assert (diagnostic.span.file, diagnostic.span.line) == ("policy.json", line)


def test_what_a_script_fills_in_is_not_known(read):
    root = "arn:aws:iam::<ACCOUNT_ID>:root"
    (unit,), _ = read(policy({**TRUST, "Principal": {"AWS": [root, "${ROLE}"]}, "Sid": "${aws:username}"}))
    (statement,) = unit.resources[0].values["document"]["Statement"]
    account, role = Unknown(("the value of <ACCOUNT_ID>",)), Unknown(("the value of ${ROLE}",))
    assert statement["Principal"]["AWS"] == [Text(("arn:aws:iam::", account, ":root")), role]
    assert statement["Sid"] == "${aws:username}"


@pytest.mark.parametrize(
    "printed",
    [
        {"PolicyVersion": {"Document": policy(BUCKET), "VersionId": "v1"}},
        {"Policy": json.dumps(policy(BUCKET))},
        {"PolicyName": "p", "PolicyDocument": policy(BUCKET)},
    ],
)
def test_policies_as_commands_print_them(read, printed):
    (unit,), _ = read(printed)
    (resource,) = unit.resources
    assert (resource.values["document"], resource.values["kind"]) == (policy(BUCKET), "resource")
    assert resource.span_at(("Statement", 0)).line > 1


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path):
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "binary.json").write_bytes(b'{"Version": "\xff"}')
    paths = [str(path) for path in (tmp_path / "folder.json", tmp_path / "binary.json", tmp_path / "gone.json")]
    assert evaluate_policies(paths, lambda _: None) == ([], [])


@settings(max_examples=100, deadline=None)
@given(st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.sampled_from(["Allow", "*", "arn:aws"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([
        "Version", "Statement", "Effect", "Action", "Principal", "RoleDetailList", "Role", "Arn", "RoleName", "Policy",
        "PolicyDocument", "PolicyVersion", "Policies", "AttachedManagedPolicies", "PolicyVersionList", "GroupList",
    ]), inner, max_size=5)),
    max_leaves=20,
))  # fmt: skip
def test_any_json_is_taken(tmp_path_factory, value):
    path = tmp_path_factory.mktemp("any") / "policy.json"
    path.write_text(json.dumps(value))
    assert evaluate_policies([str(path)], lambda _: None).diagnostics == []


def test_a_template_of_a_policy_is_told_as_one(read):
    units, (diagnostic,) = read('{"Statement": [\n{"Effect": "Allow", "Resource": ${buckets}}]}')
    assert (units, diagnostic.level, diagnostic.span.line) == ([], Level.WARNING, 2)
    assert "a template" in diagnostic.message


def test_hostile_comments_take_no_time(read):
    assert read("/" * 100_000 + "{") == ([], [])
    assert read("/*" * 50_000) == ([], [])
