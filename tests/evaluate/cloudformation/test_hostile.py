"""Templates that are broken, or mean harm: a message, bounded work, and the others are still read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from deployed import deploy, messages, shown

HEAD = "AWSTemplateFormatVersion: 2010-09-09\n"
GOOD = HEAD + "Resources:\n  Good: {Type: AWS::S3::Bucket}\n"
BOMB = HEAD + "Metadata:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"  a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]\n" for at in range(1, 12)
)  # fmt: skip
BROKEN = [
    (HEAD + "Resources:\n\tA: 1\n", "error 3 not read: found character that cannot start any token (YAML is never"),
    (HEAD + "Resources:\n  A: {Type: AWS::S3::Bucket\n", "error 4 not read: did not find expected ',' or '}'"),
    (HEAD + "Resources: {A: *nothing}\n", "error 2 not read: no anchor is called &nothing before this alias"),
    (HEAD + "Description: \x01\nResources: {}\n", "error 2 not read: control characters are not allowed"),
    (BOMB, "error 7 not read: holds more than 500,000 values"),
    (HEAD + "Resources: " + "{a: " * 5000 + "1" + "}" * 5000, "error 2 not read: nested more than 100 levels deep"),
    (HEAD + "Resources: " + "[" * 100_000, "error 2 not read: nested more than 100 levels deep"),
    (HEAD + "Resources:\n  ? [a, b]\n  : c\n", "error 3 not read: a key has to be text, not a collection"),
    ('{"Resources": {"A": {"Type": "AWS::S3::Bucket",}}', "error 1 not read: a comma before `}`: JSON allows none"),
    (HEAD + "Description: x\n", "error 1 a template needs a section Resources"),
    (HEAD + "Resources:\n", "error 2 Resources is empty: a template needs at least one resource"),
    (HEAD + "Resources: [a]\n", "error 2 Resources has to be a mapping"),
    (GOOD + "  A:\n", "error 4 resource A has no Type and was left out"),
    (GOOD + "  A: {Type: 5}\n", "warning 4 the Type of A is no text: what it makes is not known"),
    (GOOD + "  Good: {Type: AWS::SNS::Topic}\n", "warning 4 the key Good stands here twice; the last one counts"),
    (GOOD + "  A: {Type: AWS::S3::Bucket, Properties: [a]}\n", "warning 4 the properties of A are no mapping"),
    (GOOD + "Outputs: {A: 1}\n", "warning 4 an output needs a Value"),
    (GOOD + "Parameters: [a]\n", "error 4 Parameters has to be a mapping"),
]


@pytest.mark.parametrize(("text", "complaint"), BROKEN)
def test_a_broken_template_is_told_and_loses_no_other(tmp_path: Path, text: str, complaint: str) -> None:
    started = time.process_time()
    evaluated = deploy(tmp_path, {"a.yaml": text, "b.yaml": GOOD})
    told = messages(evaluated)
    assert len(told) == 1
    assert told[0].startswith(complaint)
    assert [each.address for each in evaluated.units[-1].resources] == ["Good"]
    assert time.process_time() - started < 5


def test_one_broken_template_among_many_costs_itself_alone(tmp_path: Path) -> None:
    files = {f"{number}.yaml": GOOD for number in range(300)}
    evaluated = deploy(tmp_path, {**files, "broken.yaml": "Resources: {A: {Type: AWS::S3::Bucket}"})
    assert len(evaluated.units) == 300
    assert len(messages(evaluated)) == 1


@pytest.mark.parametrize("section", ["Parameters", "Mappings", "Conditions", "Outputs", "Metadata", "Transform"])
def test_an_empty_section_is_no_mistake(tmp_path: Path, section: str) -> None:
    evaluated = deploy(tmp_path, {"a.yaml": f"{section}:\n{GOOD}"})
    assert messages(evaluated) == []
    assert list(shown(evaluated)["resources"]) == ["Good"]


def test_a_byte_order_mark_and_other_encodings(tmp_path: Path) -> None:
    (tmp_path / "mark.yaml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    (tmp_path / "latin.yaml").write_bytes(GOOD.encode() + "# é".encode("latin-1"))
    evaluated = deploy(tmp_path, {})
    assert evaluated.units == []
    from seamlint.evaluate.cloudformation.scan import evaluate_templates
    from seamlint.evaluate.cloudformation.settings import Options

    paths = [str(tmp_path / name) for name in ("mark.yaml", "latin.yaml")]
    evaluated = evaluate_templates(paths, [str(tmp_path)], lambda _: Options())
    assert len(evaluated.units) == 1
    assert "is not UTF-8 text (line 4)" in messages(evaluated)[0]


def test_names_made_of_names_do_not_explode(tmp_path: Path) -> None:
    chain = "".join(
        f"  B{at}: {{Type: AWS::S3::Bucket, Properties: {{BucketName: !Sub '${{B{at + 1}}}${{B{at + 1}}}'}}}}\n"
        for at in range(500)
    )
    text = HEAD + f"Resources:\n{chain}  B500: {{Type: AWS::S3::Bucket, Properties: {{BucketName: x}}}}\n"
    started = time.process_time()
    evaluated = deploy(tmp_path, {"a.yaml": text})
    assert len(evaluated.units[0].resources) == 501
    assert time.process_time() - started < 10


def test_what_is_used_often_cannot_multiply(tmp_path: Path) -> None:
    uses = "".join(f"  R{at}: {{Type: AWS::SNS::Topic, Properties: {{A: !Ref P}}}}\n" for at in range(300))
    items = ",".join(["x"] * 100_000)
    text = HEAD + f"Parameters:\n  P: {{Type: CommaDelimitedList, Default: '{items}'}}\nResources:\n{uses}"
    found = shown(deploy(tmp_path, {"a.yaml": text}))["resources"]
    assert found["R0"]["values"]["A"] == ["x"] * 100_000
    assert (found["R299"]["values"], found["R299"]["presence"]) == ({}, "undecided")


def test_long_lists_are_joined_in_no_more_than_their_length(tmp_path: Path) -> None:
    items = ", ".join(["x"] * 200_000)
    text = HEAD + f"Resources:\n  A: {{Type: AWS::S3::Bucket, Properties: {{B: !Join ['', [{items}]]}}}}\n"
    started = time.process_time()
    assert shown(deploy(tmp_path, {"a.yaml": text}))["resources"]["A"]["values"]["B"] == "x" * 200_000
    assert time.process_time() - started < 10


def test_names_that_need_themselves(tmp_path: Path) -> None:
    text = HEAD + (
        "Resources:\n  A: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref B}}\n"
        "  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref A}}\n"
    )
    found = shown(deploy(tmp_path, {"a.yaml": text}))["resources"]
    assert "__reference__" in found["A"]["values"]["BucketName"]
