"""Web-identity trusts: whose tokens a role accepts (IAM-007).

"Create a role for OpenID Connect federation", "Available keys for AWS OIDC federation" and "IAM roles for web identity
or OpenID Connect federation using Amazon Cognito" in the IAM and Cognito guides; the providers' own pages on AWS for
how their subjects begin: GitHub Docs, "OpenID Connect reference"; GitLab Docs, "Configure OpenID Connect in AWS";
Bitbucket Cloud, "Deploy on AWS using Bitbucket Pipelines OpenID Connect"; HCP Terraform, "Dynamic credentials with the
AWS provider"; CircleCI, "Using OpenID Connect tokens in jobs"; Amazon EKS User Guide, "Assign IAM roles to Kubernetes
service accounts".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict, needs
from seamlint.facts.iam.guards import any_value, exact, guarded
from seamlint.facts.iam.statements import Written, trusts
from seamlint.facts.iam.strangers import assumes
from seamlint.graph.graph import fact
from seamlint.model.iam import IdentityProvider
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.guards import Fixes, Guards
    from seamlint.facts.iam.operators import Operator
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity

COGNITO = "cognito-identity.amazonaws.com"
_BY_WEB_IDENTITY = ("sts:assumerolewithwebidentity",)
_SCHEME = "https://"
_OIDC, _SAML, _GAP = ":oidc-provider/", ":saml-provider/", "\0"
# These sign in the public; who may use a role is told by the application that asked for the token.
LOGINS = frozenset({"accounts.google.com", "graph.facebook.com", "www.amazon.com"})
_AUDIENCES = ("aud", "app_id", "oaud", "azp")


class Subject(NamedTuple):
    """How a provider's subjects are built.

    Attributes:
        issuer: its host, and path where that begins alike for all customers.
        title: its name.
        organization: a regular expression for a pattern that fixes the organisation, workspace or namespace.
        project: likewise the repository, project or service account.
        example: a subject, for fixes.
    """

    issuer: str
    title: str
    organization: str
    project: str
    example: str


_NAME = r"[^*?/:]+"
SUBJECTS = (
    Subject(
        "token.actions.githubusercontent.com",
        "GitHub",
        rf"(repo:{_NAME}/|repository_owner(_id)?:{_NAME}(:|$)|repository(_id)?:[^*?:]+(:|$)|job_workflow_ref:{_NAME}/)",
        rf"(repo:{_NAME}/{_NAME}(:|$)|repository:{_NAME}/{_NAME}(:|$)|repository_id:{_NAME}(:|$)|"
        rf"job_workflow_ref:{_NAME}/{_NAME}/)",
        "repo:ORGANISATION/REPOSITORY:ref:refs/heads/main",
    ),
    Subject(
        "gitlab.com",
        "GitLab",
        rf"project_path:{_NAME}/",
        rf"project_path:{_NAME}(/{_NAME})+(:|$)",
        "project_path:GROUP/PROJECT:ref_type:branch:ref:main",
    ),
    Subject("api.bitbucket.org/", "Bitbucket", r"", r"(\{[^*?:]+\}|[0-9a-fA-F-]{36})(:|$)", "{REPOSITORY_UUID}:*"),
    Subject(
        "app.terraform.io",
        "HCP Terraform",
        r"organization:[^*?:]+:",
        r"organization:[^*?:]+:project:[^:]+:workspace:[^*?:]+(:|$)",
        "organization:ORGANISATION:project:PROJECT:workspace:WORKSPACE:run_phase:*",
    ),
    Subject(
        "oidc.circleci.com/org/", "CircleCI", r"", rf"org/[^:]+/project/{_NAME}(/|$)", "org/ORG_ID/project/PROJECT_ID/*"
    ),
    Subject(
        "oidc.eks.",
        "EKS",
        r"system:serviceaccount:[^*?:]+:",
        r"system:serviceaccount:[^*?:]+:[^*?:]+$",
        "system:serviceaccount:NAMESPACE:SERVICE_ACCOUNT",
    ),
    Subject(
        "agent.buildkite.com",
        "Buildkite",
        r"organization:[^*?:]+:",
        r"organization:[^*?:]+:pipeline:[^*?:]+(:|$)",
        "organization:ORGANISATION:pipeline:PIPELINE:*",
    ),
)
_BUILT = "|".join(each.organization for each in SUBJECTS if each.organization)
_BUILT_PROJECT = "|".join(each.project for each in SUBJECTS)
_FORMS = r"(?!repo:|repository|project_path:|organization:|system:serviceaccount:)[^*?]"
# A provider of one's own builds its subjects as the well-known ones do, or in a way that nobody knows.
_ANY_PROVIDER = Subject("", "", rf"{_FORMS}|{_BUILT}", rf"{_FORMS}|{_BUILT_PROJECT}", "SUBJECT")
_PROJECT_CLAIMS = frozenset({"repository", "repository_id"})
_ORGANIZATION_CLAIMS = _PROJECT_CLAIMS | {
    "repository_owner",
    "repository_owner_id",
    "enterprise_id",
    "job_workflow_ref",
}


class Federated(NamedTuple):
    """A web-identity trust of one provider.

    Attributes:
        issuer: the provider, as condition keys begin; empty where it is not known.
        subject: how its subjects are built.
        organization: whether the conditions on the subject fix the organisation.
        project: whether they fix the repository, workspace or service account.
        audience: whether a condition fixes the audience.
        authenticated: for Cognito, whether a condition asks how the user signed in.
        allows: whether the statement lets anybody assume the role.
    """

    written: Written
    issuer: str
    subject: Subject
    organization: Verdict
    project: Verdict
    audience: Verdict
    authenticated: Verdict
    allows: Verdict

    @property
    def open_to_strangers(self) -> Verdict:
        """Whether people of other organisations get in."""
        if self.issuer == COGNITO:
            return self.allows & ~(self.audience & self.authenticated)
        if self.issuer in LOGINS:
            return self.allows & ~(self.audience | self.organization)
        return self.allows & ~self.organization

    @property
    def open_to_colleagues(self) -> Verdict:
        """Whether everybody of the organisation gets in, or tokens that were made for somebody else."""
        if self.issuer == COGNITO or self.issuer in LOGINS:
            return Verdict.NO
        return self.allows & self.organization & ~(self.project & self.audience)


@fact
def federated_trusts(graph: Graph) -> list[Federated]:
    """Return the web-identity trusts: one a provider that a statement names."""
    return [
        _federated(written, issuer, allows & known)
        for written in trusts(graph)
        for allows in (written.allows & assumes(written.statement, _BY_WEB_IDENTITY),)
        if allows is not Verdict.NO
        for issuer, known in _issuers(graph, written)
    ]


def _federated(written: Written, issuer: str, allows: Verdict) -> Federated:
    subject = next((each for each in SUBJECTS if issuer.startswith(each.issuer)), _ANY_PROVIDER)

    def told(guards: Guards) -> Verdict:
        return guarded(written.document, written.statement, guards)

    return Federated(
        written,
        issuer,
        subject,
        organization=told(_subject_guards(subject.organization, subject.title, _ORGANIZATION_CLAIMS)),
        project=told(_subject_guards(subject.project, subject.title, _PROJECT_CLAIMS)),
        audience=told(lambda key: any_value if key.rpartition(":")[2] in _AUDIENCES else None),
        authenticated=told(lambda key: any_value if key == f"{COGNITO}:amr" else None),
        allows=allows,
    )


def _issuers(graph: Graph, written: Written) -> Iterator[tuple[str, Verdict]]:
    """Yield the providers that a statement names, and whether each is known to be none of SAML."""
    principals = written.statement.principals
    entries = principals.entries if principals is not None and not principals.inverted else ()
    for entry in entries:
        if entry.type == "Federated" and not isinstance(entry.value, Unknown):
            issuer = _issuer(graph, entry.value, written.entity)
            if issuer is not None:
                yield issuer, Verdict.YES
        elif isinstance(entry.value, Unknown):
            yield "", Verdict.UNDECIDED


def _issuer(graph: Graph, value: Value, near: Entity) -> str | None:
    """Return the provider's host and path, as far as they are known; None for SAML providers."""
    if isinstance(value, str):
        return value.partition(_OIDC)[2].removeprefix(_SCHEME) or (None if value.startswith("arn:") else value)
    found = graph.find(value, IdentityProvider, near) if isinstance(value, (Reference, Text)) else None
    if isinstance(found, IdentityProvider):
        url = found.url if isinstance(found.url, str) else ""
        return url if found.kind == "oidc" else None
    written = (
        "".join(part if isinstance(part, str) else _GAP for part in value.parts) if isinstance(value, Text) else ""
    )
    return None if _SAML in written else written.partition(_OIDC)[2].removeprefix(_SCHEME).partition(_GAP)[0]


def _subject_guards(form: str, title: str, claims: frozenset[str]) -> Guards:
    fixes = _of_form(form)

    def guards(key: str) -> Fixes | None:
        issuer, _, claim = key.rpartition(":")
        if claim == "sub" or (issuer in LOGINS and claim in ("id", "user_id")):
            return fixes
        if title == "GitHub":
            return exact if claim in claims else None
        return exact if title == "CircleCI" and claim.endswith("project-id") else None

    return guards


def _of_form(form: str) -> Fixes:
    """Return what accepts subjects that begin as a regular expression tells."""
    begins = re.compile(form)

    def fixes(operator: Operator, value: Value) -> Verdict:
        if not operator.name.endswith("Like"):
            return Verdict.YES
        known = _known(value)
        if begins.match(known):
            return Verdict.YES
        return Verdict.UNDECIDED if needs(value) else Verdict.NO

    return fixes


def _known(value: Value) -> str:
    """Return a text with a letter for each part that is a name of which nobody knows the text."""
    if isinstance(value, Text):
        return "".join(map(_known, value.parts))
    if isinstance(value, Reference):
        return "x"
    return "*" if isinstance(value, Unknown) else str(value)
