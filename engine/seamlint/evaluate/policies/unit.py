"""IAM files as units: each policy, each principal of an account export is a resource.

Sources: AWS CLI Command Reference, ``iam get-account-authorization-details``, ``iam get-role``, ``iam list-roles``,
``iam get-role-policy``, ``iam get-policy-version``, ``s3api get-bucket-policy``.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from seamlint.evaluate.policies.files import JsonLocator, PolicyFile, read_policy_file
from seamlint.evaluate.policies.kinds import RESOURCE, is_policy, kind_of, resource_of, service_of
from seamlint.evaluate.policies.values import document
from seamlint.evaluate.resource import Resource, Unit
from seamlint.named_tuples import NamedTuple
from seamlint.sources.diagnostic import Diagnostic, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from seamlint.evaluate.values import Path, Value

DIALECT = "iam"
LISTS = {
    "UserDetailList": "user",
    "GroupDetailList": "group",
    "RoleDetailList": "role",
    "Policies": "policy",
    "Roles": "role",
    "Role": "role",
    "User": "user",
}
"""Members that hold IAM's resources, one or a list of them, and the type of these."""
_OWNED = {"RoleName": "role policy", "UserName": "user policy", "GroupName": "group policy"}
_PRINTED: tuple[Path, ...] = ((), ("PolicyVersion", "Document"), ("PolicyDocument",), ("Policy",))
"""Where a command prints the document of one policy."""
_DOCUMENTS = frozenset({"AssumeRolePolicyDocument", "PolicyDocument", "Document"})


class Evaluated(NamedTuple):
    """The units of some files, and what their reader has to be told."""

    units: list[Unit]
    diagnostics: list[Diagnostic]


def evaluate_policies(paths: Iterable[str], account_of: Callable[[str], str | None]) -> Evaluated:
    """Evaluate those of some JSON files (absolute paths) that are IAM's; never raises on what they say.

    Args:
        account_of: the account that the configuration says a file belongs to.
    """
    found = Evaluated([], [])
    for path in paths:
        file = read_policy_file(path) if path.endswith(".json") else None
        if isinstance(file, Diagnostic):
            found.diagnostics.append(file)
        elif file is not None:
            resources = list(_resources(file, account_of(path)))
            found.units.extend(_unit(file, resources, account_of(path)) if resources else ())
            found.diagnostics.extend(_truncated(file) if resources else ())
    return found


def _unit(file: PolicyFile, resources: list[Resource], account: str | None) -> Iterator[Unit]:
    accounts = Counter(resource.account for resource in resources if resource.account)
    account = account or next((most for most, _ in accounts.most_common(1)), None)
    yield Unit(file.source.path, DIALECT, account, None, resources, files=(file.source.path,))


def _truncated(file: PolicyFile) -> Iterator[Diagnostic]:
    if file.value.get("IsTruncated") is True:
        message = "this export is truncated: print it without --max-items, or principals and policies are missing"
        yield Diagnostic(Level.WARNING, message, JsonLocator(file, ()).span_at(("IsTruncated",)))


def _resources(file: PolicyFile, account: str | None) -> Iterator[Resource]:
    listed = [each for name in file.value for each in _listed(file, name, account)]
    yield from listed or _single(file, account)


def _listed(file: PolicyFile, name: str, account: str | None) -> Iterator[Resource]:
    kind, held = LISTS.get(name), file.value[name]
    if kind is None:
        return
    paths: list[Path] = [(name, index) for index in range(len(held))] if isinstance(held, list) else [(name,)]
    for path in paths:
        value = _below(file.value, path)
        arn = value.get("Arn") if isinstance(value, dict) else None
        if isinstance(value, dict) and isinstance(arn, str) and arn.startswith("arn:"):
            fields = arn.split(":", 5)
            yield Resource(
                unit=file.source.path,
                address=arn,
                type=kind,
                dialect=DIALECT,
                values=_with_documents(value),
                locator=JsonLocator(file, path),
                account=fields[4] if len(fields) == 6 and fields[4].isdecimal() else account,
                partition=fields[1],
                ids={"arn": arn},
            )


def _single(file: PolicyFile, account: str | None) -> Iterator[Resource]:
    """Yield the one policy of a file: as such, or as one of the commands prints it that show a policy."""
    for path in _PRINTED:
        policy = document(_below(file.value, path))
        if is_policy(policy):
            owner = next((name for name in _OWNED if path == ("PolicyDocument",) and name in file.value), None)
            yield from [_policy_of(file, owner, account)] if owner else _policy(file, path, policy, account)
            return


def _policy(file: PolicyFile, path: Path, policy: Value, account: str | None) -> Iterator[Resource]:
    """Yield a policy, and before it the resource that it protects, where it names one."""
    kind, name, locator = kind_of(policy, file.path), os.path.basename(file.path), JsonLocator(file, path)
    values: dict[str, Value] = {"document": policy, "kind": kind, "service": service_of(policy)}
    if kind == RESOURCE and values["service"] and (arn := resource_of(policy)):
        account, values["resource"] = _account_in(arn) or account, arn
        held: dict[str, Value] = {"service": values["service"]}
        yield Resource(file.source.path, arn, "resource", DIALECT, held, locator, account=account)
    yield Resource(file.source.path, name, "policy document", DIALECT, values, locator, account=account)


def _account_in(arn: str) -> str | None:
    account = arn.split(":")[4]
    return account if account.isdecimal() else None


def _policy_of(file: PolicyFile, owner: str, account: str | None) -> Resource:
    """Return the inline policy of a role, user or group, as ``get-role-policy`` and its kin print it."""
    name, locator, values = os.path.basename(file.path), JsonLocator(file, ()), _with_documents(file.value)
    return Resource(file.source.path, name, _OWNED[owner], DIALECT, values, locator, account=account)


def _below(value: Value, path: Path) -> Value:
    for step in path:
        if isinstance(value, list) and isinstance(step, int):
            value = value[step]
        else:
            value = value.get(str(step)) if isinstance(value, dict) else None
    return value


def _with_documents(values: dict[str, Value]) -> dict[str, Value]:
    """Return values with the policy documents in them decoded."""
    return {name: document(value) if name in _DOCUMENTS else _inside(value) for name, value in values.items()}


def _inside(value: Value) -> Value:
    if isinstance(value, list):
        return [_inside(item) for item in value]
    return _with_documents(value) if isinstance(value, dict) else value
