"""IAM files as units: each policy, each principal of an account export is a resource.

Sources: AWS CLI Command Reference, ``iam get-account-authorization-details``, ``iam get-role``, ``iam list-roles``,
``iam get-role-policy``, ``iam get-policy-version``, ``s3api get-bucket-policy``.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from seamlint.evaluate.policies.files import PolicyFile, member, read_policy_file
from seamlint.evaluate.policies.kinds import is_policy, kind_of, service_of
from seamlint.evaluate.policies.values import JsonLocator, document, plain
from seamlint.evaluate.resource import Resource, Unit
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.syntax.located_json import JsonArray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from seamlint.evaluate.values import Path, Value
    from seamlint.syntax.located_json import JsonValue

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
    flag = member(file.whole, "IsTruncated")
    if flag is not None and plain(flag) is True:
        message = (
            "this export is truncated: print all of it, without --max-items, or principals and policies are missing"
        )
        yield Diagnostic(Level.WARNING, message, file.source.span(flag.start, flag.end))


def _resources(file: PolicyFile, account: str | None) -> Iterator[Resource]:
    listed = [each for name, _ in file.whole.members for each in _listed(file, name.value, account)]
    yield from listed or _single(file, account)


def _listed(file: PolicyFile, name: str, account: str | None) -> Iterator[Resource]:
    kind, held = LISTS.get(name), member(file.whole, name)
    if kind is None or held is None:
        return
    for value in held.items if isinstance(held, JsonArray) else [held]:
        arn = member(value, "Arn")
        written = plain(arn) if arn is not None else None
        if isinstance(written, str) and written.startswith("arn:"):
            yield _resource(file, value, kind, written, account)


def _single(file: PolicyFile, account: str | None) -> Iterator[Resource]:
    """Yield the one policy of a file: as such, or as one of the commands prints it that show a policy."""
    for path in ((), ("PolicyVersion", "Document"), ("PolicyDocument",), ("Policy",)):
        value = _below(file.whole, path)
        policy = document(plain(value)) if value is not None else None
        if value is not None and is_policy(policy):
            owner = next((name for name in _OWNED if path == ("PolicyDocument",) and member(file.whole, name)), None)
            yield _policy_of(file, owner, account) if owner else _policy(file, value, policy, account)
            return


def _policy(file: PolicyFile, value: JsonValue, policy: Value, account: str | None) -> Resource:
    values: dict[str, Value] = {"document": policy, "kind": kind_of(policy, file.path), "service": service_of(policy)}
    name, locator = os.path.basename(file.path), JsonLocator(file.source, value)
    return Resource(file.source.path, name, "policy document", DIALECT, values, locator, account=account)


def _policy_of(file: PolicyFile, owner: str, account: str | None) -> Resource:
    """Return the inline policy of a role, user or group, as ``get-role-policy`` and its kin print it."""
    values = _with_documents(plain(file.whole))
    assert isinstance(values, dict)
    name, locator = os.path.basename(file.path), JsonLocator(file.source, file.whole)
    return Resource(file.source.path, name, _OWNED[owner], DIALECT, values, locator, account=account)


def _below(value: JsonValue, path: Path) -> JsonValue | None:
    for step in path:
        inner = member(value, str(step))
        if inner is None:
            return None
        value = inner
    return value


def _resource(file: PolicyFile, value: JsonValue, kind: str, arn: str, account: str | None) -> Resource:
    values = _with_documents(plain(value))
    assert isinstance(values, dict)
    fields = arn.split(":", 5)
    own = fields[4] if len(fields) == 6 and fields[4].isdecimal() else account
    locator = JsonLocator(file.source, value)
    ids: dict[str, Value] = {"arn": arn}
    return Resource(file.source.path, arn, kind, DIALECT, values, locator, account=own, partition=fields[1], ids=ids)


def _with_documents(value: Value) -> Value:
    """Return a value with the policy documents in it decoded."""
    if isinstance(value, list):
        return [_with_documents(item) for item in value]
    if isinstance(value, dict):
        return {key: document(item) if key in _DOCUMENTS else _with_documents(item) for key, item in value.items()}
    return value
