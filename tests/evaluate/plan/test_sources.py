"""Whose the unknown values of a plan are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from seamlint.evaluate.values import Reference, Unknown

from .plans import UNKNOWN, change, declared, evaluated, plan, refers, resources

if TYPE_CHECKING:
    from pathlib import Path

    from seamlint.evaluate.values import Value

GROUPS = [change("aws_security_group.a", name="a"), change("aws_security_group.b", name="b")]


def groups_of(folder: Path, expression: Any, count: Any = UNKNOWN, **more: Any) -> Value:
    instance = change("aws_instance.web", vpc_security_group_ids=UNKNOWN)
    if count is not UNKNOWN:
        instance["change"]["after"]["vpc_security_group_ids"] = [None] * count
        instance["change"]["after_unknown"]["vpc_security_group_ids"] = [True] * count
    document = plan([*GROUPS, instance], declared("aws_instance.web", vpc_security_group_ids=expression), **more)
    return resources(evaluated(folder, document))["aws_instance.web"].values["vpc_security_group_ids"]


def group(folder: Path, name: str) -> Reference:
    return Reference(_unit(folder), f"aws_security_group.{name}", "id")


def _unit(folder: Path) -> str:
    return (folder / "plan.json").as_posix()


def test_a_list_of_references(tmp_path: Path) -> None:
    found = groups_of(tmp_path, refers("aws_security_group.a.id", "aws_security_group.b.id"))
    assert found == [group(tmp_path, "a"), group(tmp_path, "b")]


def test_a_known_variable_beside_a_reference_may_add_elements(tmp_path: Path) -> None:
    expression = refers("aws_security_group.a.id", "var.more")
    found = groups_of(tmp_path, expression, variables={"more": {"value": ["sg-1"]}})
    assert isinstance(found, list)
    assert found[0] == group(tmp_path, "a")
    assert isinstance(found[1], Unknown)


def test_an_empty_or_true_variable_adds_nothing(tmp_path: Path) -> None:
    expression = refers("aws_security_group.a.id", "var.more", "var.switch")
    variables = {"more": {"value": []}, "switch": {"value": True}}
    assert groups_of(tmp_path, expression, variables=variables) == [group(tmp_path, "a")]


def test_one_unknown_element_of_two_sources_stays_open(tmp_path: Path) -> None:
    found = groups_of(tmp_path, refers("aws_security_group.a.id", "aws_security_group.b.id"), count=1)
    assert isinstance(found, list)
    assert isinstance(found[0], Unknown)


def test_one_of_two_scalars_stays_open(tmp_path: Path) -> None:
    subnet = change("aws_subnet.a", vpc_id=UNKNOWN)
    written = declared("aws_subnet.a", vpc_id=refers("aws_vpc.a.id", "aws_vpc.b.id"))
    document = plan([change("aws_vpc.a"), change("aws_vpc.b"), subnet], written)
    found = resources(evaluated(tmp_path, document))["aws_subnet.a"].values["vpc_id"]
    assert found == Unknown(("aws_vpc.a.id", "aws_vpc.b.id"))


def test_count_index_and_each_key_select_the_instance_beside(tmp_path: Path) -> None:
    changes = [
        *(change(f"aws_vpc.a[{at}]", key=at) for at in range(2)),
        *(change(f"aws_subnet.a[{at}]", key=at, vpc_id=UNKNOWN) for at in range(2)),
        *(change(f'aws_vpc.b["{at}"]', key=at) for at in "xy"),
        *(change(f'aws_subnet.b["{at}"]', key=at, vpc_id=UNKNOWN) for at in "xy"),
        *(change(f"aws_subnet.c[{at}]", key=at, vpc_id=UNKNOWN) for at in range(4)),
    ]
    written = [
        declared("aws_subnet.a", vpc_id=refers("aws_vpc.a", "count.index")),
        declared("aws_subnet.b", vpc_id=refers("aws_vpc.b", "each.key")),
        declared("aws_subnet.c", vpc_id=refers("aws_vpc.a", "count.index")),
    ]
    unit = evaluated(tmp_path, plan(changes, *written))
    found = resources(unit)
    assert found["aws_subnet.a[1]"].values["vpc_id"] == Reference(unit.path, "aws_vpc.a[1]", "id")
    assert found['aws_subnet.b["y"]'].values["vpc_id"] == Reference(unit.path, 'aws_vpc.b["y"]', "id")
    assert isinstance(found["aws_subnet.c[1]"].values["vpc_id"], Unknown), "four subnets, two VPCs: index modulo two?"


def test_through_arguments_and_outputs_of_modules(tmp_path: Path) -> None:
    network = {
        "resources": [declared("aws_vpc.this"), declared("aws_subnet.this", vpc_id=refers("aws_vpc.this.id"))],
        "outputs": {
            "vpc_id": {"expression": refers("aws_vpc.this.id")},
            "subnet_ids": {"expression": refers("aws_subnet.this")},
        },
    }
    web = {
        "resources": [
            declared("aws_security_group.web", vpc_id=refers("var.vpc")),
            declared("aws_instance.web", subnet_id=refers("var.subnet")),
        ]
    }
    calls = {
        "net": {"expressions": {}, "module": network},
        "web": {
            "expressions": {"vpc": refers("module.net.vpc_id"), "subnet": refers("module.net.subnet_ids[1]")},
            "module": web,
        },
    }
    changes = [
        change("module.net.aws_vpc.this"),
        *(change(f"module.net.aws_subnet.this[{at}]", key=at, vpc_id=UNKNOWN) for at in range(2)),
        change("module.web.aws_security_group.web", vpc_id=UNKNOWN),
        change("module.web.aws_instance.web", subnet_id=UNKNOWN),
    ]
    unit = evaluated(tmp_path, plan(changes, root={"module_calls": calls}))
    found = resources(unit)
    vpc = Reference(unit.path, "module.net.aws_vpc.this", "id")
    assert found["module.net.aws_subnet.this[0]"].values["vpc_id"] == vpc
    assert found["module.web.aws_security_group.web"].values["vpc_id"] == vpc
    subnet = Reference(unit.path, "module.net.aws_subnet.this[1]", "id")
    assert found["module.web.aws_instance.web"].values["subnet_id"] == subnet


def test_locals_and_texts_stay_open(tmp_path: Path) -> None:
    bucket = change("aws_s3_bucket_policy.a", policy=UNKNOWN, bucket=UNKNOWN)
    written = declared("aws_s3_bucket_policy.a", policy=refers("aws_s3_bucket.a.arn"), bucket=refers("local.bucket"))
    unit = evaluated(tmp_path, plan([change("aws_s3_bucket.a"), bucket], written))
    values = resources(unit)["aws_s3_bucket_policy.a"].values
    assert values == {"policy": Unknown(("aws_s3_bucket.a.arn",)), "bucket": Unknown(("local.bucket",))}


def test_blocks_are_told_apart_by_what_they_say(tmp_path: Path) -> None:
    """A set comes in another order than it is written in."""
    table = change("aws_route_table.a", route=[{"cidr_block": "0.0.0.0/0"}, {"cidr_block": "10.1.0.0/16"}])
    table["change"]["after_unknown"]["route"] = [{"gateway_id": True}, {"nat_gateway_id": True}]
    blocks = [
        {"cidr_block": {"constant_value": "10.1.0.0/16"}, "nat_gateway_id": refers("aws_nat_gateway.a.id")},
        {"cidr_block": {"constant_value": "0.0.0.0/0"}, "gateway_id": refers("aws_internet_gateway.a.id")},
    ]
    changes = [change("aws_nat_gateway.a"), change("aws_internet_gateway.a"), table]
    unit = evaluated(tmp_path, plan(changes, declared("aws_route_table.a", route=blocks)))
    assert resources(unit)["aws_route_table.a"].values["route"] == [
        {"cidr_block": "0.0.0.0/0", "gateway_id": Reference(unit.path, "aws_internet_gateway.a", "id")},
        {"cidr_block": "10.1.0.0/16", "nat_gateway_id": Reference(unit.path, "aws_nat_gateway.a", "id")},
    ]


def test_providers_tell_region_and_account(tmp_path: Path) -> None:
    providers = {
        "aws": {"name": "aws", "expressions": {"region": refers("var.region")}},
        "aws.west": {"name": "aws", "alias": "west", "expressions": {
            "region": {"constant_value": "us-west-2"},
            "assume_role": [{"role_arn": {"constant_value": "arn:aws:iam::444455556666:role/deploy"}}],
        }},
    }  # fmt: skip
    written = [
        {**declared("aws_vpc.a"), "provider_config_key": "aws"},
        {**declared("aws_vpc.b"), "provider_config_key": "aws.west"},
    ]
    changes = [change("aws_vpc.a"), change("aws_vpc.b"), change("aws_vpc.c", region="eu-north-1")]
    document = plan(changes, *written, providers=providers, variables={"region": {"value": "eu-west-1"}})
    unit = evaluated(tmp_path, document, account="111122223333")
    placed = {each.address: (each.account, each.region) for each in unit.resources}
    assert placed == {
        "aws_vpc.a": ("111122223333", "eu-west-1"),
        "aws_vpc.b": ("444455556666", "us-west-2"),
        "aws_vpc.c": ("111122223333", "eu-north-1"),
    }
    assert (unit.account, unit.region) == ("111122223333", "eu-west-1")


def test_without_configuration_an_unknown_value_may_be_set(tmp_path: Path) -> None:
    document = plan([change("aws_subnet.a", vpc_id=UNKNOWN)])
    del document["configuration"]
    found = resources(evaluated(tmp_path, document))["aws_subnet.a"].values["vpc_id"]
    assert found == Unknown(("aws_subnet.a.vpc_id",))


@pytest.mark.parametrize(
    ("kind", "name", "source"),
    [
        ("aws_lambda_permission", "source_arn", "aws_api_gateway_rest_api.a.execution_arn"),
        ("aws_subnet", "cidr_block", "aws_vpc.a.ipv6_cidr_block"),
        ("aws_cloudfront_distribution", "origin_id", "aws_s3_bucket.a.id"),
        ("aws_iam_role", "name", "aws_s3_bucket.a.id"),
        ("aws_s3_bucket_policy", "policy", "aws_s3_bucket.a.arn"),
        ("aws_iam_role_policy", "role", "aws_s3_bucket.a.tags"),
    ],
)
def test_where_more_than_a_name_may_stand_nothing_is_known(tmp_path: Path, kind: str, name: str, source: str) -> None:
    changes = [change(source.rpartition(".")[0]), change(f"{kind}.x", **{name: UNKNOWN})]
    unit = evaluated(tmp_path, plan(changes, declared(f"{kind}.x", **{name: refers(source)})))
    assert resources(unit)[f"{kind}.x"].values[name] == Unknown((source,))


@pytest.mark.parametrize(
    ("kind", "name", "source"),
    [
        ("aws_iam_role_policy", "role", "aws_iam_role.a.name"),
        ("aws_lambda_function", "role", "aws_iam_role.a.arn"),
        ("aws_s3_bucket_policy", "bucket", "aws_s3_bucket.a.id"),
        ("aws_subnet", "vpc_id", "aws_vpc.a.id"),
        ("aws_ebs_volume", "kms_key_id", "aws_kms_key.a.arn"),
        ("aws_lb_listener", "load_balancer_arn", "aws_lb.a.id"),
    ],
)
def test_where_only_a_name_can_stand_it_is_whose_it_is(tmp_path: Path, kind: str, name: str, source: str) -> None:
    address, _, attribute = source.rpartition(".")
    changes = [change(address), change(f"{kind}.x", **{name: UNKNOWN})]
    unit = evaluated(tmp_path, plan(changes, declared(f"{kind}.x", **{name: refers(source)})))
    assert resources(unit)[f"{kind}.x"].values[name] == Reference(unit.path, address, attribute)
