"""Keys and aliases, from Terraform and from templates."""

import pytest

from deployed import HERE, deploy
from seamlint.config import Config
from seamlint.evaluate.values import Reference, Unknown
from seamlint.graph.build import build
from seamlint.model.encryption import Key, KeyAlias
from seamlint.model.iam import ProtectedResource, ResourcePolicy


def key_of(model_of, text):
    return model_of(text).all(Key)[0]


def test_a_key_without_attributes_is_what_aws_makes_by_default(model_of):
    model = model_of('resource "aws_kms_key" "k" {}')
    key = model.one(Key)
    assert (key.spec, key.usage, key.origin) == ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS")
    assert (key.multi_region, key.rotation, key.enabled, key.bypasses_lockout_check) == (False, False, True, False)
    assert (key.rotation_period, key.deletion_window, key.primary) == (None, None, None)
    assert model.one(ProtectedResource).service == "kms"
    assert model.one(ResourcePolicy).document.value["Statement"][0]["Action"] == "kms:*"


def test_a_key_keeps_what_it_sets_and_where(model_of):
    model = model_of("""resource "aws_kms_key" "k" {
        customer_master_key_spec = "RSA_2048"
        key_usage = "SIGN_VERIFY"
        multi_region = true
        enable_key_rotation = true
        rotation_period_in_days = 90
        deletion_window_in_days = 7
        is_enabled = false
        bypass_policy_lockout_safety_check = true
    }""")
    key = model.one(Key)
    assert (key.spec, key.usage, key.multi_region, key.rotation) == ("RSA_2048", "SIGN_VERIFY", True, True)
    assert (key.rotation_period, key.deletion_window) == (90, 7)
    assert (key.enabled, key.bypasses_lockout_check) == (False, True)
    fields = ("spec", "usage", "multi_region", "rotation", "rotation_period", "deletion_window", "enabled")
    assert [key.span(field).line for field in fields] == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("attributes", "origin"),
    [
        ("", "AWS_KMS"),
        ('custom_key_store_id = "cks-1"', "AWS_CLOUDHSM"),
        ('custom_key_store_id = "cks-1"\nxks_key_id = "x"', "EXTERNAL_KEY_STORE"),
    ],
)
def test_where_the_key_material_comes_from(model_of, attributes, origin):
    assert key_of(model_of, f'resource "aws_kms_key" "k" {{\n{attributes}\n}}').origin == origin


def test_a_key_with_imported_material(model_of):
    key = key_of(model_of, 'resource "aws_kms_external_key" "k" { enabled = true }')
    assert (key.origin, key.spec, key.rotation) == ("EXTERNAL", "SYMMETRIC_DEFAULT", False)


def test_a_replica_leaves_to_its_primary_what_is_its_primarys(model_of):
    model = model_of("""
        resource "aws_kms_key" "k" { multi_region = true }
        resource "aws_kms_replica_key" "r" { primary_key_arn = aws_kms_key.k.arn }
        resource "aws_kms_replica_external_key" "e" { primary_key_arn = aws_kms_key.k.arn }
    """)
    replica = model.one(Key, "aws_kms_replica_key.r")
    assert replica.primary == model.ref("aws_kms_key.k", "arn")
    assert all(isinstance(each, Unknown) for each in (replica.spec, replica.usage, replica.origin, replica.rotation))
    assert model.one(Key, "aws_kms_replica_external_key.e").origin == "EXTERNAL"


def test_a_policy_beside_the_key_may_bypass_the_safety_check(model_of):
    model = model_of("""
        resource "aws_kms_key" "k" {}
        resource "aws_kms_key_policy" "k" {
          key_id = aws_kms_key.k.id
          bypass_policy_lockout_safety_check = true
          policy = "{}"
        }
    """)
    key = model.one(Key)
    assert key.bypasses_lockout_check is True
    assert key.span("bypasses_lockout_check").line == 5


def test_aliases_name_keys_and_data_sources_name_aliases(model_of):
    model = model_of("""
        resource "aws_kms_key" "k" {}
        resource "aws_kms_alias" "a" {
          name          = "alias/app"
          target_key_id = aws_kms_key.k.key_id
        }
        resource "aws_kms_alias" "made_up" { target_key_id = aws_kms_key.k.key_id }
        data "aws_kms_alias" "d" { name = "alias/app" }
        data "aws_kms_key" "d" { key_id = "alias/app" }
    """)
    declared, made_up = model.one(KeyAlias, "aws_kms_alias.a"), model.one(KeyAlias, "aws_kms_alias.made_up")
    assert (declared.name, declared.target) == ("alias/app", model.ref("aws_kms_key.k", "key_id"))
    assert made_up.name is None
    looked_up = model.one(KeyAlias, "data.aws_kms_alias.d")
    assert (looked_up.name, looked_up.target, looked_up.looked_up) == ("alias/app", None, True)
    key = model.one(Key, "data.aws_kms_key.d")
    assert (key.looked_up_as, isinstance(key.spec, Unknown)) == ("alias/app", True)


def test_keys_and_aliases_of_templates(tmp_path):
    evaluated = deploy(tmp_path, {"t.yaml": """
        Resources:
          Plain:
            Type: AWS::KMS::Key
          Set:
            Type: AWS::KMS::Key
            Properties:
              KeySpec: HMAC_256
              KeyUsage: GENERATE_VERIFY_MAC
              Origin: EXTERNAL
              MultiRegion: true
              EnableKeyRotation: true
              RotationPeriodInDays: 100
              PendingWindowInDays: 8
              BypassPolicyLockoutSafetyCheck: true
              Enabled: false
          Replica:
            Type: AWS::KMS::ReplicaKey
            Properties:
              PrimaryKeyArn: !GetAtt Set.Arn
          Alias:
            Type: AWS::KMS::Alias
            Properties:
              AliasName: alias/app
              TargetKeyId: !Ref Plain
        """}, HERE)  # fmt: skip
    graph = build(evaluated.units, Config(""))
    plain, set_, replica = graph.all(Key)
    unit = evaluated.units[0].path
    assert (plain.spec, plain.usage, plain.origin, plain.rotation, plain.enabled) == (
        *("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS"),
        *(False, True),
    )
    assert (set_.spec, set_.usage, set_.origin) == ("HMAC_256", "GENERATE_VERIFY_MAC", "EXTERNAL")
    assert (set_.multi_region, set_.rotation, set_.bypasses_lockout_check, set_.enabled) == (True, True, True, False)
    assert (set_.rotation_period, set_.deletion_window) == (100, 8)
    assert replica.primary == Reference(unit, "Set", "Arn")
    (alias,) = graph.all(KeyAlias)
    assert (alias.name, alias.target) == ("alias/app", Reference(unit, "Plain", "Ref"))
