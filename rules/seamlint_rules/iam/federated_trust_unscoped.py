"""A role accepts web-identity tokens that were issued for somebody else.

What: a trust policy lets an OIDC provider in (GitHub, GitLab, Bitbucket, HCP Terraform, CircleCI, EKS service accounts
    or any other) without a condition on the token's subject, or with a pattern that does not fix the organisation; a
    Cognito identity pool without ``aud`` or without ``amr``. A warning where the organisation is fixed and the
    repository, workspace or service account is not, and where only the audience is missing.
Why: the provider signs tokens for all its customers alike. Without the subject, a workflow in any repository of the
    world can assume the role. ``ForAllValues:`` and ``...IfExists`` hold without the claim and count as no condition.
Fix: compare the subject with the repository, workspace or service account that is meant, and the audience.
Sources: IAM User Guide, "Create a role for OpenID Connect federation"; IAM User Guide, "Available keys for AWS OIDC
    federation"; GitHub Docs, "Configuring OpenID Connect in Amazon Web Services"; Amazon Cognito Developer Guide,
    "Role trust and permissions"; HCP Terraform, "Dynamic Credentials with the AWS Provider".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.federation import COGNITO, LOGINS, federated_trusts
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.federation import Federated
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-007", "federated-trust-unscoped", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each web-identity trust that is not scoped."""
    for found in federated_trusts(graph):
        if found.open_to_strangers is Verdict.YES:
            yield _finding(found, *_strangers(found), Severity.ERROR)
        elif found.open_to_colleagues is Verdict.YES:
            yield _finding(found, *_colleagues(found), Severity.WARNING)
        elif Verdict.UNDECIDED in (found.open_to_strangers, found.open_to_colleagues):
            reason = f"whose tokens {found.written.title} accepts"
            yield RULE.undecided(found.written.entity, reason, found.written.needs)


def _strangers(found: Federated) -> tuple[str, tuple[NewCondition, ...]]:
    if found.issuer == COGNITO:
        missing = [key for key, told in (("aud", found.audience), ("amr", found.authenticated)) if told is Verdict.NO]
        wanted = {
            "aud": NewCondition("StringEquals", f"{COGNITO}:aud", "IDENTITY_POOL_ID"),
            "amr": NewCondition("ForAnyValue:StringLike", f"{COGNITO}:amr", "authenticated"),
        }
        says = f"users of any identity pool, or without signing in: no condition on {' and '.join(missing)}"
        return says, tuple(wanted[key] for key in missing)
    if found.issuer in LOGINS:
        return "users of any application", (NewCondition("StringEquals", f"{found.issuer}:aud", "APPLICATION_ID"),)
    return f"tokens of any {_CUSTOMER.get(found.subject.title, 'subject')}", (_subject(found),)


def _colleagues(found: Federated) -> tuple[str, tuple[NewCondition, ...]]:
    if found.project is Verdict.YES:
        wanted = NewCondition("StringEquals", f"{found.issuer or 'PROVIDER'}:aud", "sts.amazonaws.com")
        return "tokens that were issued for another audience", (wanted,)
    return f"tokens of every {_PROJECT.get(found.subject.title, 'project')} of the organisation", (_subject(found),)


_CUSTOMER = {
    "GitHub": "GitHub organisation",
    "GitLab": "GitLab group",
    "HCP Terraform": "HCP Terraform organisation",
    "EKS": "service account of the cluster",
    "Bitbucket": "repository of the workspace",
    "CircleCI": "project of the organisation",
}
_PROJECT = {"GitHub": "repository", "Bitbucket": "repository", "HCP Terraform": "workspace", "EKS": "service account"}


def _subject(found: Federated) -> NewCondition:
    operator = "StringLike" if "*" in found.subject.example else "StringEquals"
    return NewCondition(operator, f"{found.issuer or 'PROVIDER'}:sub", found.subject.example)


def _finding(found: Federated, accepts: str, added: tuple[NewCondition, ...], severity: Severity) -> Finding:
    written = found.written
    message = f"{written.entity.address} accepts {accepts}"
    if found.issuer:
        message += f", from {found.issuer}"
    primary = written.evidence(f"accepts {accepts}")
    related = [written.evidence("lets the provider in", "Principal")]
    if written.statement.conditions:
        related.append(written.evidence("all that it asks of a token", "Condition"))
    fix = conditions(written.source, written.statement.path, *added)
    return RULE.finding(message, primary, *related, fix=fix, severity=severity)
