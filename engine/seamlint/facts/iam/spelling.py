"""Principals that no statement can name: what AWS refuses, or has put in the place of a deleted one (IAM-010).

"AWS JSON policy elements: Principal" and "IAM identifiers" in the IAM User Guide. Of a principal that is only partly
known, what is wrong whatever the rest turns out to be counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text
from seamlint.facts.iam.principals import is_account, is_deleted, is_provider
from seamlint.facts.iam.statements import Held, Written, held_documents, statements
from seamlint.graph.graph import fact
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Path, Value
    from seamlint.facts.iam.documents import Problem
    from seamlint.graph.graph import Graph

PARTITIONS = frozenset({"aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"})
_RESOURCES = {
    "iam": Pattern(r"root|(user|role)/.*", re.DOTALL),
    "sts": Pattern(r"assumed-role/[^/]+/[^/]+|federated-user/.+|self"),
}
_PROVIDERS = Pattern(r"(saml|oidc)-provider/.+")
_SERVICE = Pattern(
    r"[a-z0-9.-]+\.(amazonaws\.(com(\.cn)?|eu)|aws\.internal|[a-z0-9.-]+\.(gov|uk))|alexa-[a-z]+\.amazon\.com",
    re.IGNORECASE,
)
_CANONICAL = Pattern(r"[0-9a-f]{32,}")
_ELEMENTS = frozenset({"Principal", "NotPrincipal"})
_HEAD = 5
_OAI = "cloudfront"
_GAP = "\0"


class Malformed(NamedTuple):
    """A principal that is none.

    Attributes:
        principal: as written.
        what: what is wrong with it.
        fix: what to write instead.
        at: its place below the statement.
    """

    written: Written
    principal: str
    what: str
    fix: str


class Misplaced(NamedTuple):
    """A ``Principal`` element that is none: text where an object stands, or a type of principal that does not exist."""

    held: Held
    problem: Problem

    @property
    def statement(self) -> Path:
        """Path of the statement in its document."""
        path = self.problem.path
        return path[: 2 if len(path) > 1 and isinstance(path[1], int) else 1]


class _Fault(NamedTuple):
    what: str
    fix: str


@fact
def malformed_principals(graph: Graph) -> list[Malformed]:
    """Return the principals that are no valid form."""
    return [
        _malformed(written, shown.replace(_GAP, "..."), fault)
        for written in statements(graph)
        if written.statement.principals is not None
        for entry in written.statement.principals.entries
        for shown in _texts(entry.value)
        for fault in (_fault(entry.type, shown, written.entity.resource.partition),)
        if fault is not None
    ]


@fact
def misplaced_principals(graph: Graph) -> list[Misplaced]:
    """Return the elements that name principals in no valid way; their statements are not evaluated."""
    return [
        Misplaced(held, problem)
        for held in held_documents(graph)
        for problem in held.document.problems
        if not _ELEMENTS.isdisjoint(problem.path)
    ]


def _malformed(written: Written, principal: str, fault: _Fault) -> Malformed:
    told = written.shown(principal)
    return Malformed(written, told, fault.what, fault.fix if told == principal else "name one that is valid")


def _texts(value: Value) -> Iterator[str]:
    """Yield a principal's text with a gap for each part that is not known."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Text) and isinstance(value.parts[0], str):
        yield "".join(part if isinstance(part, str) else _GAP for part in value.parts)


def _fault(kind: str, principal: str, partition: str | None) -> _Fault | None:
    if principal == "*" or principal.startswith(_GAP):
        return None
    if kind == "Service":
        return _fault_of_service(principal)
    if kind == "CanonicalUser":
        valid = _GAP in principal or _CANONICAL.fullmatch(principal)
        return None if valid else _Fault("a canonical user id is 64 hexadecimal digits", "write the canonical user id")
    if principal.startswith("arn:"):
        return _fault_of_arn(kind, principal, partition)
    return _fault_of_name(kind, principal)


def _fault_of_service(principal: str) -> _Fault | None:
    if _GAP in principal or _SERVICE.fullmatch(principal):
        return None
    name = principal.split(".", 1)[0] if not principal.startswith("arn:") else "ec2"
    return _Fault("a service's principal ends in amazonaws.com", f'write "{name}.amazonaws.com"')


def _fault_of_name(kind: str, principal: str) -> _Fault | None:
    if _GAP in principal or is_account(principal) or (kind == "Federated" and is_provider(principal)):
        return None
    if is_deleted(principal):
        return _Fault(
            "it is the unique id of a deleted user or role and matches nobody", "name the ARN of one that exists"
        )
    if principal.isdigit():
        return _Fault(f"an account id has 12 digits, not {len(principal)}", "write the account id with 12 digits")
    if kind == "Federated":
        return _Fault("it is no identity provider", "name the provider's ARN")
    return _Fault("it is no account id, ARN or '*'", "name an account id, or the ARN of a user, role or session")


def _fault_of_arn(kind: str, principal: str, partition: str | None) -> _Fault | None:
    if "*" in principal or "?" in principal:
        return _Fault(
            "a wildcard cannot stand inside the ARN of a principal",
            'name the account and compare aws:PrincipalArn in an "ArnLike" condition',
        )
    head = principal.split(":", _HEAD)
    if len(head) <= _HEAD:
        return None if _GAP in principal else _Fault("it is no whole ARN", "write the whole ARN of the principal")
    _, its_partition, service, region, account, resource = head
    if _GAP not in its_partition and its_partition not in ({partition} if partition else PARTITIONS):
        known = f"this is deployed in {partition}" if partition else "there is no such partition"
        right = principal.replace(f"arn:{its_partition}:", f"arn:{partition or 'aws'}:", 1)
        return _Fault(f"it is in partition {its_partition!r}, and {known}", f'write "{right}"')
    if account not in (_OAI, _GAP) and _GAP not in account and not is_account(account):
        return _Fault("an account id has 12 digits", "write the account id with 12 digits")
    return _fault_of_resource(kind, principal, service, resource) or (
        _Fault("the ARN of a principal names no region", "leave out the region") if region.strip(_GAP) else None
    )


def _fault_of_resource(kind: str, principal: str, service: str, resource: str) -> _Fault | None:
    """Look at what follows the account: ``user/name``."""
    before, colon, name = resource.partition(":")
    if colon and before in ("user", "role", "assumed-role"):
        return _Fault(f"a {before} is separated by '/'", f'write "{principal.replace(resource, f"{before}/{name}")}"')
    if resource.startswith(_GAP) or _GAP in service:
        return None
    form = _PROVIDERS if kind == "Federated" else _RESOURCES.get(service)
    if form is not None and form.fullmatch(resource.replace(_GAP, "x/x" if service == "sts" else "x")):
        return None
    if form is not None and _GAP in resource:
        return None
    expected = "an identity provider" if kind == "Federated" else "a user, role, session or account"
    return _Fault(f"it is not the ARN of {expected}", f"name the ARN of {expected}")
