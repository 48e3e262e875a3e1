"""Policy documents that Terraform reads while it applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.evaluate.partial_json import parse_partial_json
from seamlint.evaluate.values import Reference, Text, Unknown

from .plans import UNKNOWN, change, declared, evaluated, plan, refers, resources

if TYPE_CHECKING:
    from pathlib import Path

    from seamlint.evaluate.resource import Unit


def document(name: str, statement: dict[str, Any], unknown: dict[str, Any]) -> dict[str, Any]:
    """Return the change of a policy document with one statement, and which parts of it are not known."""
    found = change(f"data.aws_iam_policy_document.{name}", "read")
    found.update(mode="data", module_address="")
    found["change"]["after"] = {"statement": [statement]}
    found["change"]["after_unknown"] = {"json": True, "statement": [unknown]}
    return found


def policy(folder: Path, *changes: dict[str, Any], written: list[dict[str, Any]]) -> tuple[Any, Unit]:
    role = change("aws_iam_role.b", assume_role_policy=UNKNOWN)
    unit = evaluated(folder, plan([change("aws_iam_role.a"), role, *changes], *written))
    found = resources(unit)["aws_iam_role.b"].values["assume_role_policy"]
    return (parse_partial_json(found.parts) if isinstance(found, Text) else found), unit


def read(name: str, **blocks: Any) -> dict[str, Any]:
    return {**declared(f"aws_iam_policy_document.{name}", **blocks), "mode": "data"}


ROLE = declared("aws_iam_role.b", assume_role_policy=refers("data.aws_iam_policy_document.trust.json"))
ASSUME = {"actions": ["sts:AssumeRole"]}


def test_what_is_known_of_a_document_is_in_the_policy(tmp_path: Path) -> None:
    statement = {**ASSUME, "principals": [{"type": "AWS", "identifiers": [None]}]}
    trust = document("trust", statement, {"actions": [False], "principals": [{"identifiers": [True]}]})
    block = {
        "actions": {"constant_value": ["sts:AssumeRole"]},
        "principals": [{"type": {"constant_value": "AWS"}, "identifiers": refers("aws_iam_role.a.arn")}],
    }
    found, unit = policy(tmp_path, trust, written=[ROLE, read("trust", statement=[block])])
    [told] = found["Statement"]
    assert told["Action"] == "sts:AssumeRole"
    assert told["Principal"] == {"AWS": Reference(unit.path, "aws_iam_role.a", "arn")}


def test_resources_may_hold_more_than_the_arn_of_a_bucket(tmp_path: Path) -> None:
    trust = document("trust", {**ASSUME, "resources": [None]}, {"actions": [False], "resources": [True]})
    block = {"resources": refers("aws_s3_bucket.a.arn")}
    found, _ = policy(tmp_path, change("aws_s3_bucket.a"), trust, written=[ROLE, read("trust", statement=[block])])
    assert found["Statement"][0]["Resource"] == Unknown(("aws_s3_bucket.a.arn",))


def test_documents_made_of_documents(tmp_path: Path) -> None:
    outer = document("trust", {"actions": ["sts:TagSession"]}, {"actions": [False]})
    outer["change"]["after"]["source_policy_documents"] = [None]
    outer["change"]["after_unknown"]["source_policy_documents"] = [True]
    inner = document("inner", {**ASSUME, "resources": [None]}, {"actions": [False], "resources": [True]})
    written = [
        ROLE,
        read("trust", source_policy_documents=refers("data.aws_iam_policy_document.inner.json"), statement=[{}]),
        read("inner", statement=[{"resources": refers("aws_iam_role.a.arn")}]),
    ]
    found, unit = policy(tmp_path, outer, inner, written=written)
    assert [each["Action"] for each in found["Statement"]] == ["sts:AssumeRole", "sts:TagSession"]
    assert found["Statement"][0]["Resource"] == Reference(unit.path, "aws_iam_role.a", "arn")


def test_a_document_that_holds_itself_ends(tmp_path: Path) -> None:
    trust = document("trust", ASSUME, {"actions": [False]})
    trust["change"]["after"]["source_policy_documents"] = [None]
    trust["change"]["after_unknown"]["source_policy_documents"] = [True]
    itself = refers("data.aws_iam_policy_document.trust.json")
    found, _ = policy(tmp_path, trust, written=[ROLE, read("trust", source_policy_documents=itself, statement=[{}])])
    assert isinstance(found["Statement"][0], Unknown)
