"""Administrator roles that another account, a web identity provider or a compute service can assume (IAM-020).

Source: IAM User Guide, "AWS services that work with IAM": the services that run a customer's code with a role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.access.administrators import administrator
from seamlint.facts.iam.access.assume import roles
from seamlint.facts.iam.access.names import same_account
from seamlint.facts.iam.access.outsiders import account_of
from seamlint.facts.iam.documents import Effect
from seamlint.graph.graph import fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.administrators import Power
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.principals import Named
    from seamlint.graph.graph import Graph

COMPUTE = frozenset({
    "ec2", "lambda", "edgelambda", "ecs-tasks", "codebuild", "glue", "sagemaker", "batch", "pods.eks",
    "eks-fargate-pods", "tasks.apprunner", "elasticmapreduce", "emr-serverless", "ssm", "datapipeline",
    "elasticbeanstalk", "lightsail", "robomaker", "gamelift", "airflow-env", "apprunner", "spotfleet",
    "credentials.iot", "bedrock-agentcore", "imagebuilder", "databrew",
})  # fmt: skip
"""Services that run code with the role, as their principals begin."""
_WEB_IDENTITY = ("cognito-identity.amazonaws.com", "accounts.google.com", "graph.facebook.com", "www.amazon.com")


@dataclass(frozen=True, eq=False)
class Exposed:
    """An administrator role and a statement by which somebody other than a person of its account gets it.

    Attributes:
        role: the role.
        power: what makes it an administrator.
        entries: each trust statement with those whom it admits, in words.
        verdict: UNDECIDED where an account, or the policies, are not known.
        needs: names of what would decide it.
    """

    role: Identity
    power: Power
    entries: tuple[tuple[Statement, str], ...]
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def exposed_administrators(graph: Graph) -> list[Exposed]:
    """Return the administrator roles that are, or may be, exposed."""
    return [found for role in roles(graph) for found in _exposed(graph, role)]


def _exposed(graph: Graph, role: Identity) -> Iterator[Exposed]:
    power = administrator(graph, role)
    if power is None:
        return
    by_verdict: dict[Verdict, dict[tuple[int, str], tuple[Statement, str]]] = {Verdict.YES: {}, Verdict.UNDECIDED: {}}
    assert role.trust is not None
    for statement in role.trust.document.statements:
        if statement.effect is Effect.ALLOW and statement.principals is not None and not statement.principals.inverted:
            for entry in statement.principals.entries:
                verdict, who = _outside(entry, role)
                by_verdict.get(verdict, {})[id(statement), who] = (statement, who)
    sure = tuple(by_verdict[Verdict.YES].values())
    unsure = tuple(by_verdict[Verdict.UNDECIDED].values())
    needs = (*power.needs, *(() if isinstance(role.account, str) else (role.account.address,)))
    if sure:
        yield Exposed(role, power, sure, power.verdict, power.needs)
    elif unsure:
        yield Exposed(role, power, unsure, Verdict.UNDECIDED, needs)


def _outside(entry: Named, role: Identity) -> tuple[Verdict, str]:
    """Tell whether an entry admits a service, provider or account of that sort, and name it."""
    value = entry.value
    if not isinstance(value, str):
        return Verdict.NO, ""
    if entry.type == "Service":
        return Verdict.of(value.removesuffix(".cn").removesuffix(".amazonaws.com") in COMPUTE), value
    if entry.type == "Federated":
        return Verdict.of(":oidc-provider/" in value or value in _WEB_IDENTITY), value
    if value == "*":
        return Verdict.YES, "everyone"
    account = account_of(value)
    if account is None:
        return Verdict.NO, ""
    return ~same_account(account, role.account), f"account {account}"
