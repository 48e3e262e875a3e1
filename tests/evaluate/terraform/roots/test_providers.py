"""Account, region and partition of every resource."""

import pytest

from seamlint.evaluate.partitions import dns_suffix, partition_of
from seamlint.evaluate.terraform.providers import account_in
from seamlint.evaluate.terraform.regions import principal_suffix, reverse_dns_prefix

from .roots import evaluated, resource, write

ROLE = "arn:aws:iam::444455556666:role/deploy"


def place(unit, address):
    found = resource(unit, address)
    return found.account, found.region


def provider(*lines, alias=""):
    name = f'  alias = "{alias}"\n' if alias else ""
    return 'provider "aws" {\n' + name + "".join(f"  {line}\n" for line in lines) + "}\n"


TOPIC = 'resource "aws_sns_topic" "t" {\n}\n'
ALIASED = 'resource "aws_sns_topic" "a" {\n  provider = aws.a\n}\n'


@pytest.mark.parametrize(
    ("lines", "account"),
    [
        (['allowed_account_ids = ["111122223333"]'], "111122223333"),
        (["allowed_account_ids = [11122223333]"], "011122223333"),
        (['allowed_account_ids = ["111122223333", "444455556666"]'], None),
        (["assume_role {", f'  role_arn = "{ROLE}"', "}"], "444455556666"),
        (["assume_role {", "  role_arn = var.role", "}"], None),
        (["assume_role_with_web_identity {", f'  role_arn = "{ROLE}"', "}"], "444455556666"),
        (['profile = "prod"'], None),
    ],
)
def test_the_account_is_what_the_provider_states(tmp_path, lines, account):
    write(tmp_path, main__tf='variable "role" {}\n' + provider('region = "eu-west-1"', *lines) + TOPIC)
    unit, _ = evaluated(tmp_path)
    assert (unit.account, unit.region) == (account, "eu-west-1")
    assert place(unit, "aws_sns_topic.t") == (account, "eu-west-1")


def test_options_fill_in_and_the_configuration_file_overrules(tmp_path):
    write(tmp_path, main__tf=provider('region = "eu-west-1"', 'allowed_account_ids = ["111122223333"]') + TOPIC)
    assert place(evaluated(tmp_path, account="1" * 12, region="us-east-2")[0], "aws_sns_topic.t") == (
        "111122223333",
        "eu-west-1",
    )
    fixed = evaluated(tmp_path, fixed_account="9" * 12, fixed_region="us-west-1")[0]
    assert place(fixed, "aws_sns_topic.t") == ("9" * 12, "us-west-1")
    (tmp_path / "main.tf").write_text(TOPIC)
    assert place(evaluated(tmp_path, account="1" * 12, region="us-east-2")[0], "aws_sns_topic.t") == (
        "1" * 12,
        "us-east-2",
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (['region = "us-east-1"'], ("111122223333", "us-east-1")),
        ([], ("111122223333", None)),
        (['region = "us-east-1"', f'assume_role {{\n role_arn = "{ROLE}"\n}}'], ("444455556666", "us-east-1")),
        (['region = "us-east-1"', "assume_role {\n role_arn = var.role\n}"], (None, "us-east-1")),
        (['region = "us-east-1"', 'profile = "other"'], (None, "us-east-1")),
        (['region = "us-east-1"', 'profile = "same"'], ("111122223333", "us-east-1")),
        (["region = var.role"], ("111122223333", None)),
    ],
)
def test_an_alias_shares_the_account_unless_it_goes_elsewhere(tmp_path, lines, expected):
    default = provider('region = "eu-west-1"', 'allowed_account_ids = ["111122223333"]', 'profile = "same"')
    write(tmp_path, main__tf='variable "role" {}\n' + default + provider(*lines, alias="a") + ALIASED)
    assert place(evaluated(tmp_path)[0], "aws_sns_topic.a") == expected


def test_a_resource_may_state_its_own_region(tmp_path):
    own = 'resource "aws_sns_topic" "t" {\n  region = "eu-north-1"\n}\n'
    unknown = 'variable "r" {}\nresource "aws_sns_topic" "u" {\n  region = var.r\n}\n'
    write(tmp_path, main__tf=provider('region = "eu-west-1"') + own + unknown)
    unit, _ = evaluated(tmp_path)
    assert resource(unit, "aws_sns_topic.t").region == "eu-north-1"
    assert resource(unit, "aws_sns_topic.u").region is None


def test_modules_inherit_the_default_and_see_aliases_only_when_passed(tmp_path):
    write(
        tmp_path,
        main__tf=provider('region = "eu-west-1"')
        + provider('region = "us-east-1"', alias="a")
        + 'module "m" {\n  source = "./m"\n  providers = {\n    aws.inner = aws.a\n  }\n}\n',
        m___main__tf='module "n" {\n  source = "../n"\n  providers = {\n    aws = aws.inner\n  }\n}\n' + TOPIC,
        n___main__tf=TOPIC + ALIASED,
    )
    unit, _ = evaluated(tmp_path)
    assert resource(unit, "module.m.aws_sns_topic.t").region == "eu-west-1"
    assert resource(unit, "module.m.module.n.aws_sns_topic.t").region == "us-east-1"
    assert resource(unit, "module.m.module.n.aws_sns_topic.a").region is None


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("us-iso-east-1", "aws-iso", "c2s.ic.gov"),
        ("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"),
        ("eusc-de-east-1", "aws-eusc", "amazonaws.eu"),
    ],
)
def test_a_region_lies_in_its_partition(region, partition, suffix):
    assert (partition_of(region), dns_suffix(region)) == (partition, suffix)


def test_names_of_services_follow_the_partition():
    assert reverse_dns_prefix("cn-north-1") == "cn.com.amazonaws"
    assert principal_suffix("ec2", "cn-north-1") == "amazonaws.com"
    assert principal_suffix("logs", "cn-north-1") == "amazonaws.com.cn"


@pytest.mark.parametrize("text", ["", "arn:aws:iam::123:role/x", "arn:aws:iam::12345678901x:role/x", 7, None])
def test_no_account_is_read_from_what_is_no_arn(text):
    assert account_in(text) is None


def test_what_is_no_aws_resource_and_an_alias_that_nobody_passes_go_nowhere(tmp_path):
    write(tmp_path, main__tf=TOPIC + ALIASED + 'resource "random_id" "r" {\n}\n')
    unit, _ = evaluated(tmp_path, account="1" * 12, region="eu-west-1")
    assert place(unit, "aws_sns_topic.t") == ("1" * 12, "eu-west-1")
    assert place(unit, "aws_sns_topic.a") == place(unit, "random_id.r") == (None, None)


def test_an_option_stands_in_for_what_the_default_provider_leaves_open(tmp_path):
    code = 'variable "v" {}\n' + provider("region = var.v", "assume_role {\n role_arn = var.v\n}") + TOPIC
    write(tmp_path, main__tf=code + provider("region = var.v", alias="a") + ALIASED)
    unit, _ = evaluated(tmp_path, account="1" * 12, region="eu-west-1")
    assert place(unit, "aws_sns_topic.t") == ("1" * 12, "eu-west-1")
    assert place(unit, "aws_sns_topic.a") == ("1" * 12, None)


def test_the_default_provider_may_depend_on_what_an_alias_reads(tmp_path):
    role = "assume_role {\n role_arn = data.aws_caller_identity.a.account_id\n}"
    asked = 'data "aws_caller_identity" "a" {\n  provider = aws.a\n}\n'
    write(tmp_path, main__tf=provider('region = "eu-west-1"', role) + provider(alias="a") + asked + TOPIC)
    unit, told = evaluated(tmp_path)
    assert place(unit, "aws_sns_topic.t") == (None, "eu-west-1")
    assert [each.message for each in told] == []


def test_an_alias_without_a_role_does_not_go_where_the_default_provider_s_role_is(tmp_path):
    code = provider('region = "eu-west-1"', f'assume_role {{\n role_arn = "{ROLE}"\n}}') + TOPIC
    write(tmp_path, main__tf=code + provider('region = "eu-west-1"', alias="a") + ALIASED)
    unit, _ = evaluated(tmp_path)
    assert place(unit, "aws_sns_topic.t") == ("444455556666", "eu-west-1")
    assert place(unit, "aws_sns_topic.a") == (None, "eu-west-1")
