"""What a plan's resources hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from seamlint.config import Config
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown
from seamlint.pipeline import evaluate
from seamlint.report.units import render
from seamlint.request import Request

from .plans import UNKNOWN, change, declared, evaluated, plan, refers, resources

if TYPE_CHECKING:
    from pathlib import Path

RULE = {
    "cidr_blocks": ["0.0.0.0/0"], "description": "", "from_port": 22, "ipv6_cidr_blocks": [], "prefix_list_ids": [],
    "protocol": "tcp", "security_groups": [], "self": False, "to_port": 22,
}  # fmt: skip


def test_what_the_provider_fills_in_reads_as_not_set(tmp_path: Path) -> None:
    group = change("aws_security_group.web", ingress=[RULE], name_prefix=UNKNOWN, tags=None, timeouts=None)
    found = resources(evaluated(tmp_path, plan([group], declared("aws_security_group.web"))))["aws_security_group.web"]
    assert found.values == {
        "ingress": [{"cidr_blocks": ["0.0.0.0/0"], "from_port": 22, "protocol": "tcp", "to_port": 22}]
    }


def test_blocks_that_may_be_generated_are_open(tmp_path: Path) -> None:
    """The configuration of a plan holds no ``dynamic`` blocks; of an unknown number of them it tells nothing."""
    group = change("aws_security_group.web", ingress=UNKNOWN, egress=UNKNOWN, vpc_id=UNKNOWN)
    written = declared("aws_security_group.web", egress=[{"from_port": {"constant_value": 443}}])
    found = resources(evaluated(tmp_path, plan([group], written)))["aws_security_group.web"]
    assert isinstance(found.values["ingress"], Unknown)
    assert isinstance(found.values["egress"], Unknown), "one block is written, others may be generated"
    assert "vpc_id" not in found.values


def test_a_group_with_rules_of_their_own_has_no_blocks(tmp_path: Path) -> None:
    changes = [
        change("aws_security_group.web", ingress=UNKNOWN, egress=UNKNOWN),
        change("aws_vpc_security_group_ingress_rule.https", security_group_id=UNKNOWN, from_port=443),
    ]
    written = [
        declared("aws_security_group.web"),
        declared("aws_vpc_security_group_ingress_rule.https", security_group_id=refers("aws_security_group.web.id")),
    ]
    assert resources(evaluated(tmp_path, plan(changes, *written)))["aws_security_group.web"].values == {}


def test_generated_blocks_inside_of_blocks_are_open(tmp_path: Path) -> None:
    document = change("data.aws_iam_policy_document.trust", "read", json=UNKNOWN)
    document.update(mode="data", module_address="")
    document["change"]["after"] = {"statement": [{"actions": ["sts:AssumeRole"]}]}
    document["change"]["after_unknown"] = {"json": True, "statement": [{"actions": [False], "condition": True}]}
    written = declared("aws_iam_policy_document.trust", statement=[{"actions": {"constant_value": ["sts:AssumeRole"]}}])
    found = resources(evaluated(tmp_path, plan([document], {**written, "mode": "data"})))
    [statement] = found["data.aws_iam_policy_document.trust"].values["statement"]
    assert isinstance(statement["condition"], Unknown)


def test_a_default_that_differs_from_silence_stays(tmp_path: Path) -> None:
    vpc = change("aws_vpc.main", cidr_block="10.0.0.0/16", enable_dns_support=False)
    assert resources(evaluated(tmp_path, plan([vpc])))["aws_vpc.main"].values["enable_dns_support"] is False


def test_what_is_deleted_or_deposed_is_not_there(tmp_path: Path) -> None:
    changes = [
        change("aws_vpc.old", "delete"),
        change("aws_vpc.new", "delete create"),
        change("aws_vpc.kept", "no-op"),
        {**change("aws_vpc.kept", "delete"), "deposed": "abcd1234"},
        {**change("aws_vpc.moved", "no-op"), "previous_address": "aws_vpc.before"},
    ]
    assert list(resources(evaluated(tmp_path, plan(changes)))) == ["aws_vpc.new", "aws_vpc.kept", "aws_vpc.moved"]


def test_sensitive_values_are_never_printed(tmp_path: Path) -> None:
    database = change("aws_db_instance.main", password="hunter2")
    database["change"]["after_sensitive"] = {"password": True}
    unit = evaluated(tmp_path, plan([database], output_changes={
        "secret": {"after": "hunter2", "after_unknown": False, "after_sensitive": True}
    }))  # fmt: skip
    assert isinstance(unit.resources[0].values["password"], Sensitive)
    assert "hunter2" not in render([unit])


def test_data_sources_come_from_the_prior_state(tmp_path: Path) -> None:
    read = {"address": "data.aws_vpc.main", "mode": "data", "type": "aws_vpc", "name": "main",
            "values": {"id": "vpc-0123456789abcdef0", "cidr_block": "10.0.0.0/16"}}  # fmt: skip
    subnet = change("aws_subnet.a", vpc_id="vpc-0123456789abcdef0")
    unit = evaluated(tmp_path, plan([subnet], prior_state={"values": {"root_module": {"resources": [read]}}}))
    found = resources(unit)
    assert found["data.aws_vpc.main"].mode == "data"
    assert found["aws_subnet.a"].values["vpc_id"] == Reference(unit.path, "data.aws_vpc.main", "id")


def test_without_changes_the_planned_values_are_read(tmp_path: Path) -> None:
    document = plan([], declared("aws_vpc.main"), declared("aws_subnet.a", vpc_id=refers("aws_vpc.main.id")))
    del document["resource_changes"]
    planned = [{"address": f"{kind}.{name}", "mode": "managed", "type": kind, "name": name, "values": {}}
               for kind, name in (("aws_vpc", "main"), ("aws_subnet", "a"))]  # fmt: skip
    document["planned_values"] = {"root_module": {"resources": planned}}
    unit = evaluated(tmp_path, document)
    assert resources(unit)["aws_subnet.a"].values == {"vpc_id": Reference(unit.path, "aws_vpc.main", "id")}


def test_a_state_joins_resources_by_their_ids(tmp_path: Path) -> None:
    def kept(kind: str, name: str, **values: object) -> dict[str, object]:
        return {"address": f"module.a.{kind}.{name}", "mode": "managed", "type": kind, "name": name, "values": values}

    group = kept("aws_security_group", "web", id="sg-0a1b2c3d4e5f60718", ingress=[RULE],
                 arn="arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0a1b2c3d4e5f60718")  # fmt: skip
    rule = kept("aws_security_group_rule", "ssh", id="sgrule-1", security_group_id="sg-0a1b2c3d4e5f60718")
    module = {"address": "module.a", "resources": [group, rule]}
    document = {
        "format_version": "1.0",
        "terraform_version": "1.11.4",
        "values": {"root_module": {"child_modules": [module]}},
    }
    unit = evaluated(tmp_path, document)
    found = resources(unit)
    owner = found["module.a.aws_security_group.web"]
    assert found["module.a.aws_security_group_rule.ssh"].values["security_group_id"] == Reference(
        unit.path, owner.address, "id"
    )
    assert (owner.account, owner.region) == ("111122223333", "eu-west-1")
    assert "ingress" not in owner.values, "the separate rule says it already"


def test_known_parts_of_names_are_filled_in(tmp_path: Path) -> None:
    bucket = change("aws_s3_bucket.logs", bucket="logs", arn=UNKNOWN)
    unit = evaluated(tmp_path, plan([bucket], declared("aws_s3_bucket.logs")), region="eu-west-1")
    assert unit.resources[0].ids["arn"] == "arn:aws:s3:::logs"


def test_what_an_attribute_written_as_block_refers_to_is_not_known(tmp_path: Path) -> None:
    """Terraform's plans hold no configuration of ``ingress`` blocks."""
    group = change("aws_security_group.web", ingress=[{"from_port": 22, "protocol": "tcp"}])
    group["change"]["after_unknown"]["ingress"] = [{"security_groups": True}]
    unit = evaluated(tmp_path, plan([group], declared("aws_security_group.web")))
    [rule] = unit.resources[0].values["ingress"]  # type: ignore[misc, union-attr]
    assert rule["security_groups"] == Unknown(("aws_security_group.web.security_groups",))  # type: ignore[index, call-overload]


def test_encodings_of_windows(tmp_path: Path) -> None:
    text = json.dumps(plan([change("aws_vpc.main", cidr_block="10.0.0.0/16")]))
    for name, encoding in (("a", "utf-8-sig"), ("b", "utf-16"), ("c", "utf-16-le"), ("d", "utf-16-be")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "plan.json").write_bytes(text.encode(encoding))
        [unit], _ = evaluate(Request((str(folder),), Config(str(folder)), cache=False))
        assert unit.resources[0].values == {"cidr_block": "10.0.0.0/16"}, encoding


BUCKET = {
    "bucket": "logs",
    "grant": [{"id": "f8123d51", "permissions": ["FULL_CONTROL"], "type": "CanonicalUser", "uri": ""}],
    "policy": "{}",
    "server_side_encryption_configuration": [{"rule": [{"bucket_key_enabled": False}]}],
}


def bucket_values(folder: Path, *others: dict[str, Any]) -> dict[str, Any]:
    changes = [change("aws_s3_bucket.logs", "no-op", **BUCKET), *others]
    return resources(evaluated(folder, plan(changes, declared("aws_s3_bucket.logs"))))["aws_s3_bucket.logs"].values


def test_the_owners_grant_is_no_acl_that_somebody_wrote(tmp_path: Path) -> None:
    assert set(bucket_values(tmp_path)) == {"bucket", "policy", "server_side_encryption_configuration"}


def test_what_is_read_back_into_a_bucket_counts_once(tmp_path: Path) -> None:
    policy = change("aws_s3_bucket_policy.logs", "no-op", bucket="logs", policy="{}")
    kind = "aws_s3_bucket_server_side_encryption_configuration"
    assert set(bucket_values(tmp_path, policy, change(f"{kind}.logs", "no-op", bucket="logs"))) == {"bucket"}


def test_what_belongs_to_another_of_the_same_name_stays(tmp_path: Path) -> None:
    role = change("aws_iam_role.logs", "no-op", name="logs")
    policy = change("aws_s3_bucket_policy.other", "no-op", bucket="other", policy="{}")
    assert "policy" in bucket_values(tmp_path, role, policy)


def test_of_an_arn_without_region_the_region_is_what_is_missing(tmp_path: Path) -> None:
    bucket = change("aws_s3_bucket.a", bucket="logs", arn=UNKNOWN)
    unit = evaluated(tmp_path, plan([bucket], declared("aws_s3_bucket.a")))
    arn = resources(unit)["aws_s3_bucket.a"].ids["arn"]
    assert isinstance(arn, Text)
    assert arn.parts == ("arn:", Unknown((f"the region of {unit.path}",)), ":s3:::logs")
