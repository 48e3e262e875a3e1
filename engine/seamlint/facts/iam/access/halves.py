"""Grants across accounts of which one half is missing (IAM-019, of keys KMS-005).

"Cross-account policy evaluation logic" in the IAM User Guide: both the resource policy and an identity policy of the
caller must allow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Reference, Text, Verdict
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.identities import by_arn, identities
from seamlint.facts.iam.access.names import same_account
from seamlint.facts.iam.access.targets import part_of, resource_target, resources_by_arn
from seamlint.facts.iam.automata import ANY, STAR
from seamlint.facts.iam.decision import KEY_OPERATIONS_ACROSS_ACCOUNTS
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob
from seamlint.facts.iam.proof import Kind
from seamlint.facts.iam.services import matching_actions, resource_patterns
from seamlint.graph.graph import fact
from seamlint.model.iam import ProtectedResource
from seamlint.model.paste.conditions import is_sensitive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.can import Answer, Target
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph

SHARED = frozenset({"s3", "sqs", "sns", "kms", "lambda", "secretsmanager", "ecr", "events", "execute-api", "es", "logs",
                    "elasticfilesystem", "backup", "dynamodb", "kinesis", "codeartifact", "glacier"})  # fmt: skip
"""Services whose resources have policies that can admit other accounts."""
INSIDE = "/seamlint"
"""What stands for any object of a bucket in a request."""
_MOST_ACTIONS = 20


@dataclass(frozen=True, eq=False)
class HalfMade:
    """A grant across accounts.

    Attributes:
        policy, statement: the half that is there.
        who: the principal.
        resource: the resource.
        answer: what becomes of a request that it should allow.
        missing: the half that is not: ``identity`` or ``resource``.
        verdict: UNDECIDED where the other half is not fully known.
    """

    policy: Policy
    statement: Statement
    who: Identity
    resource: ProtectedResource
    answer: Answer
    missing: str
    verdict: Verdict

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions of the statement, as it spells them; those of a sensitive document are not for print."""
        if self.policy.source is not None and is_sensitive(self.policy.source):
            return ("(sensitive)",)
        source = self.statement.source
        written = source.get("Action") if isinstance(source, dict) else None
        listed = written if isinstance(written, list) else [written]
        return tuple(each for each in listed if isinstance(each, str)) or (self.answer.action,)


@fact
def half_made_grants(graph: Graph) -> list[HalfMade]:
    """Return the grants across accounts that only one side makes."""
    return [*_by_resources(graph), *_by_identities(graph)]


def _by_resources(graph: Graph) -> Iterator[HalfMade]:
    for resource in graph.all(ProtectedResource):
        if resource.service not in SHARED or resource.looked_up:
            continue
        target = resource_target(graph, resource)
        for policy in target.policies:
            for statement in policy.document.statements:
                if statement.effect is Effect.ALLOW and statement.principals is not None:
                    for who in _named(graph, statement, target):
                        yield from _half(graph, who, resource, (policy, statement), "identity")


def _named(graph: Graph, statement: Statement, target: Target) -> Iterator[Identity]:
    """Yield the principals of other accounts that a statement names."""
    assert statement.principals is not None
    entries = () if statement.principals.inverted else statement.principals.entries
    for entry in entries:
        who = by_arn(graph).get(entry.value) if isinstance(entry.value, (str, Text, Reference)) else None
        if who is not None and same_account(who.account, target.account) is Verdict.NO:
            yield who


def _by_identities(graph: Graph) -> Iterator[HalfMade]:
    """Yield the identity statements that name a resource of another account which does not admit them."""
    for who in identities(graph):
        for policy in who.policies:
            for statement in policy.document.statements:
                if policy.source is None or statement.effect is not Effect.ALLOW or statement.resources_inverted:
                    continue
                for resource in _resources(graph, statement):
                    target = resource_target(graph, resource)
                    if same_account(who.account, target.account) is Verdict.NO and not resource.looked_up:
                        yield from _half(graph, who, resource, (policy, statement), "resource")


def _resources(graph: Graph, statement: Statement) -> Iterator[ProtectedResource]:
    found: dict[int, ProtectedResource] = {}
    for pattern in statement.resources or ():
        named = _whole(pattern) if isinstance(pattern, Glob) else None
        resource = resources_by_arn(graph).get(named) if isinstance(named, (str, Text, Reference)) else None
        if resource is not None and resource.service in SHARED:
            found[id(resource)] = resource
    yield from found.values()


def _whole(pattern: Glob) -> Value:
    """Return the ARN that a pattern names in full, apart from what is below it (``bucket/*``)."""
    from seamlint.facts.iam.access.names import joined

    tokens = list(pattern.tokens)
    while tokens and tokens[-1] in (STAR, "/", ":"):
        tokens.pop()
    if STAR in tokens or ANY in tokens:
        return None
    return joined(tokens)  # type: ignore[arg-type]  # without wildcards, tokens are parts of a text


def _half(
    graph: Graph, who: Identity, resource: ProtectedResource, place: tuple[Policy, Statement], missing: str
) -> Iterator[HalfMade]:
    """Yield the grant, where not one of its actions is allowed on the resource or what is in it."""
    verdict, last = Verdict.NO, None
    for action, target in _requests(graph, resource, place[1]):
        answer = can(graph, who, action, target)
        kinds = {policy.source for policy, _ in answer.allowing()}
        if place[0].source not in kinds:
            continue
        verdict |= answer.verdict
        last = last or answer
        if verdict is Verdict.YES:
            return
    if last is None or not _is_silent(last, missing):
        return
    known = resource_target(graph, resource).is_complete if missing == "resource" else not who.needs
    yield HalfMade(*place, who, resource, last, missing, ~verdict if known else Verdict.UNDECIDED)


def _is_silent(answer: Answer, missing: str) -> bool:
    """Tell whether it is the other half that is missing, rather than something that denies."""
    kind = Kind.IDENTITY if missing == "identity" else Kind.RESOURCE
    return not any(answer.decision.denying) and next(answer.allowing(kind), None) is None


def _requests(graph: Graph, resource: ProtectedResource, statement: Statement) -> Iterator[tuple[str, Target]]:
    """Yield requests that a statement is about: its actions on the resource, and on something in it."""
    whole = resource_target(graph, resource)
    inside = part_of(whole, INSIDE) if resource.service == "s3" else whole
    if statement.actions_inverted:
        return
    asked = 0
    for pattern in statement.actions:
        if not pattern.is_known:
            continue
        text = "".join(token if isinstance(token, str) else "*" for token in pattern.tokens)
        service = resource.service if text == "*" else text.partition(":")[0]
        for action in matching_actions(pattern, service):
            if asked < _MOST_ACTIONS and resource_patterns(service) and _works_across_accounts(action.name):
                asked += 1
                in_it = "object" in action.resource_types
                yield action.name, inside if in_it else whole


def _works_across_accounts(action: str) -> bool:
    """Tell whether an action reaches resources of other accounts; of AWS KMS's, few do."""
    return not action.startswith("kms:") or action.lower() in KEY_OPERATIONS_ACROSS_ACCOUNTS
