"""Endpoint policies that stop what is to go through their endpoint (S3-013).

An endpoint's policy grants nothing; all that goes through the endpoint must be allowed by it too. What is to go through
it: what something may do whose subnet is routed to it, and what a bucket's policy lets in by this endpoint alone.
Source: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; Amazon S3 User Guide,
"Controlling access from VPC endpoints with bucket policies".
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate.values import Verdict
from seamlint.facts.iam import services
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.names import names, readable_needs
from seamlint.facts.iam.access.policies import ALLOW_ALL, parsed
from seamlint.facts.iam.access.targets import elsewhere, resource_target, resources_by_arn
from seamlint.facts.iam.context import UNKNOWN, Context
from seamlint.facts.iam.decision import decide
from seamlint.facts.iam.principals import caller
from seamlint.facts.iam.proof import Kind
from seamlint.facts.iam.request import Policies, Request
from seamlint.facts.storage.gateway_readers import gateway_readers
from seamlint.facts.storage.pinned_endpoints import pinned_statements
from seamlint.facts.storage.s3_needs import Need, bucket_arn, granted_needs, s3_needs
from seamlint.graph.graph import fact
from seamlint.model.iam import ResourcePolicy
from seamlint.model.network import Endpoint
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.principals import Caller
    from seamlint.facts.iam.proof import Decision
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence
    from seamlint.model.iam import ProtectedResource

_NO = Verdict.NO
_ANYBODY = "arn:aws:iam::000000000000:role/anybody"


class Stopped(NamedTuple):
    """An endpoint policy that stops, or may stop, what is to go through the endpoint.

    Attributes:
        who: is stopped, in words.
        actions: what it stops, as written for people.
        on: the bucket or objects, as the statement that needs them names them.
        verdict: YES, or UNDECIDED.
        needs: names of what would decide it.
        primary: the endpoint policy, or its statement that denies.
        related: the rest of the proof.
    """

    endpoint: Endpoint
    policy: ResourcePolicy
    who: str
    actions: tuple[str, ...]
    on: str
    verdict: Verdict
    needs: tuple[str, ...]
    primary: Evidence
    related: tuple[Evidence, ...]


class _Wanted(NamedTuple):
    who: Caller
    called: str
    need: Need
    verdict: Verdict
    because: tuple[Evidence, ...]
    account: Value


@fact
def stopped_at_endpoints(graph: Graph) -> list[Stopped]:
    """Return what endpoint policies stop, or may stop, of what is to go through their endpoints."""
    found: dict[tuple[object, ...], Stopped] = {}
    for endpoint in graph.all(Endpoint):
        for policy in graph.pointing(ResourcePolicy, "protects", endpoint) if _is_for_s3(endpoint) else ():
            for wanted in (*_by_readers(graph, endpoint), *_by_buckets(graph, endpoint, policy)):
                stopped = _stopped(graph, endpoint, policy, wanted)
                if stopped is not None:
                    found.setdefault((id(policy), wanted.called, wanted.need.written), stopped)
    return list(found.values())


def _is_for_s3(endpoint: Endpoint) -> bool:
    return isinstance(endpoint.service, str) and endpoint.service.endswith(".s3")


def _by_readers(graph: Graph, endpoint: Endpoint) -> Iterator[_Wanted]:
    """Yield what is for those whose subnets are routed to an endpoint: what their identity policies give them."""
    for reader in gateway_readers(graph):
        if reader.endpoint is not endpoint:
            continue
        for policy, statement, need in granted_needs(reader.who.policies):
            bucket = resources_by_arn(graph).get(bucket_arn(need.arn))
            known = replace(resource_target(graph, bucket), arn=need.arn) if bucket is not None else None
            target = known or elsewhere(need.arn, reader.who.account)
            if _goes_through(bucket, endpoint) and can(graph, reader.who, need.actions[0], target).verdict is not _NO:
                grants = policy.evidence(statement, f"lets {reader.who.address} use {need.written}")
                who, account = reader.who.caller, reader.who.account
                yield _Wanted(who, reader.use.address, need, reader.verdict, (*grants, *reader.because), account)


def _goes_through(bucket: ProtectedResource | None, endpoint: Endpoint) -> bool:
    """Tell whether calls to a bucket take a gateway endpoint: it serves the buckets of its own region."""
    regions = {bucket.resource.region if bucket is not None else None, endpoint.resource.region}
    return None in regions or len(regions) == 1


def _by_buckets(graph: Graph, endpoint: Endpoint, policy: ResourcePolicy) -> Iterator[_Wanted]:
    """Yield what bucket policies let in by an endpoint alone."""
    for pinned in pinned_statements(graph):
        if endpoint not in pinned.endpoints or _names_callers(graph, endpoint, policy):
            continue
        for need in s3_needs(pinned.written.statement):
            because = (pinned.written.evidence(f"lets in calls through {endpoint.address} alone"),)
            verdict = pinned.asks & endpoint.presence
            account = names(graph).account(pinned.bucket)
            yield _Wanted(caller(_ANYBODY), f"callers of {pinned.bucket.address}", need, verdict, because, account)


def _names_callers(graph: Graph, endpoint: Endpoint, policy: ResourcePolicy) -> bool:
    """Tell whether a policy lets through callers by name, as that of an interface endpoint can."""
    if endpoint.kind == "gateway" or policy.document is None:
        return False
    principals = [each.principals for each in parsed(graph, policy.document, (policy,)).statements]
    return any(each is not None and not each.everyone for each in principals)


def _stopped(graph: Graph, endpoint: Endpoint, policy: ResourcePolicy, wanted: _Wanted) -> Stopped | None:
    if policy.document is None:
        return None
    decisions = {action: _decision(graph, policy, wanted, action) for action in wanted.need.actions}
    stopped = {action: _is_stopped(each) for action, each in decisions.items()}
    hit = [action for action, verdict in stopped.items() if verdict is Verdict.YES]
    if wanted.need.all_of_them:
        verdict = reduce(or_, stopped.values(), Verdict.NO)
    else:
        verdict = reduce(and_, stopped.values(), Verdict.YES)
    if verdict is Verdict.NO:
        return None
    hit = hit or list(stopped)
    shown = tuple(_written(each) for each in hit)
    verdict &= wanted.verdict & policy.presence
    missing = readable_needs(name for each in decisions.values() for name in each.missing)
    primary = _primary(policy, decisions[hit[0]], f"does not let through {', '.join(shown)} on {wanted.need.written}")
    return Stopped(
        endpoint, policy, wanted.called, shown, wanted.need.written, verdict, missing, primary, wanted.because
    )


def _written(action: str) -> str:
    """Return an action as AWS writes it."""
    known = services.action(action)
    return known.name if known is not None else action


def _decision(graph: Graph, policy: ResourcePolicy, wanted: _Wanted, action: str) -> Decision:
    assert policy.document is not None
    document = parsed(graph, policy.document, (policy,))
    keys: dict[str, object] = {"aws:securetransport": "true", "aws:principalisawsservice": "false"}
    if wanted.who.arn != _ANYBODY:
        keys |= {"aws:principalarn": wanted.who.arn, "aws:principalaccount": wanted.account}
    else:
        keys |= dict.fromkeys(("aws:principalarn", "aws:principalaccount"), UNKNOWN)
    request = Request(wanted.who, action, wanted.need.arn, None, Context(keys, UNKNOWN), Verdict.YES)
    return decide(request, Policies(identity=(ALLOW_ALL,), endpoint=(document,)))


def _is_stopped(decision: Decision) -> Verdict:
    if decision.is_conditional:
        return Verdict.NO
    step = next((each for each in decision.steps if each.kind is Kind.ENDPOINT), None)
    return Verdict.NO if step is None else ~step.lets_through | step.opinion.denied


def _primary(policy: ResourcePolicy, decision: Decision, says: str) -> Evidence:
    assert policy.document is not None
    for _, match in decision.denying:
        return policy.document.statement_evidence(match.statement.index, says)
    return policy.document.evidence(says)
