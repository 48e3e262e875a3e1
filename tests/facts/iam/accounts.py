"""Accounts of a test: written as account exports, read as everything else is."""

import json

from seamlint.config import Config
from seamlint.graph.build import build
from seamlint.pipeline import evaluate
from seamlint.request import Request

A, B = "111122223333", "444455556666"
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


def arn(name, account=A, kind="role"):
    return f"arn:aws:iam::{account}:{kind}/{name}"


def allow(actions, resources="*", **more):
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def deny(actions, resources="*", **more):
    return allow(actions, resources, **more) | {"Effect": "Deny"}


def trust(principal, **more):
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _attached(arns):
    return [{"PolicyName": each.rpartition("/")[2], "PolicyArn": each} for each in arns]


def role(name, trusts, *statements, account=A, managed=(), boundary=None):
    found = {
        "RoleName": name,
        "Path": "/",
        "Arn": arn(name, account),
        "AssumeRolePolicyDocument": document(*(trusts if isinstance(trusts, list) else [trusts])),
        "RolePolicyList": [{"PolicyName": "own", "PolicyDocument": document(*statements)}] if statements else [],
        "AttachedManagedPolicies": _attached(managed),
    }
    bounded = {"PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": boundary}}
    return found | (bounded if boundary else {})


def user(name, *statements, account=A, managed=()):
    return {
        "UserName": name,
        "Path": "/",
        "Arn": arn(name, account, "user"),
        "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": document(*statements)}] if statements else [],
        "GroupList": [],
        "AttachedManagedPolicies": _attached(managed),
    }


def graph_of(folder, *principals, config=None):
    """Return the graph of an export for each account that the principals belong to."""
    by_account = {}
    for each in principals:
        by_account.setdefault(each["Arn"].split(":")[4], []).append(each)
    for account, found in by_account.items():
        export = {
            "UserDetailList": [each for each in found if "UserName" in each],
            "GroupDetailList": [],
            "RoleDetailList": [each for each in found if "RoleName" in each],
            "Policies": [],
        }
        (folder / f"{account}.json").write_text(json.dumps(export))
    config = config or Config(str(folder))
    units, diagnostics = evaluate(Request((str(folder),), config, cache=False))
    assert not diagnostics
    return build(units, config)
