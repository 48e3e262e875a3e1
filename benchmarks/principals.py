"""CPU seconds of the analysis of principals in accounts of 100, 1,000 and 10,000 roles, by rule.

    python benchmarks/principals.py [ROLES ...]

The accounts are exports as ``aws iam get-account-authorization-details`` prints them: chains, cycles, roles that trust
their whole account or everyone, and roles that may assume any role or those of a pattern. Each stage is timed by
itself; what takes ten times as long for ten times the roles grows as it should.
"""

import json
import sys
import tempfile
from pathlib import Path
from time import process_time

from seamlint.config import Config
from seamlint.graph.build import build
from seamlint.pipeline import evaluate
from seamlint.registry import installed
from seamlint.request import Request

SIZES = (100, 1_000, 10_000)
ACCOUNT = "111122223333"
ADMIN = {"PolicyName": "AdministratorAccess", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}


def arn(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def document(**statement: object) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}


def principal(number: int, count: int) -> object:
    """Chains of twenty that close into cycles; every tenth role trusts the account, every fiftieth everyone."""
    if number % 50 == 7:
        return "*"
    if number % 10 == 3:
        return {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    if number % 10 == 5:
        return {"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]}
    before = number - 1 if number % 20 else number + 19
    return {"AWS": [arn(f"team-{before % count}"), f"arn:aws:iam::999988887777:role/partner-{number}"]}


def policy(number: int, count: int) -> dict[str, object]:
    if number % 25 == 1:
        return document(Action="sts:AssumeRole", Resource="*")
    if number % 25 == 2:
        return document(Action="sts:AssumeRole", Resource=arn(f"team-{number % 10}*"))
    if number % 25 == 3:
        return document(Action=["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], Resource="*")
    following = number + 1 if number % 20 != 19 else number - 19
    return document(
        Action=["sts:AssumeRole", "s3:Get*"], Resource=[arn(f"team-{following % count}"), "arn:aws:s3:::x/*"]
    )


def export(count: int) -> dict[str, object]:
    roles = [
        {
            "RoleName": f"team-{number}",
            "Path": "/",
            "Arn": arn(f"team-{number}"),
            "AssumeRolePolicyDocument": document(Principal=principal(number, count), Action="sts:AssumeRole"),
            "RolePolicyList": [{"PolicyName": "own", "PolicyDocument": policy(number, count)}],
            "AttachedManagedPolicies": [ADMIN] if number % 100 == 99 else [],
        }
        for number in range(count)
    ]
    return {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": roles, "Policies": []}


def measure(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "account.json"
        file.write_text(json.dumps(export(count)))
        start = process_time()
        units, _ = evaluate(Request((folder,), Config(folder), cache=False))
        graph = build(units)
        print(f"{count:>7,} roles {process_time() - start:>8.2f} s to read and translate")
        for each in installed():
            if each.rule.id.startswith("IAM-"):
                start = process_time()
                found = sum(1 for _ in each.check(graph))
                print(f"{'':>13} {process_time() - start:>8.2f} s {each.rule.id} ({found:,} outcomes)")


def main() -> None:
    for count in map(int, sys.argv[1:]) if len(sys.argv) > 1 else SIZES:
        measure(count)


if __name__ == "__main__":
    main()
