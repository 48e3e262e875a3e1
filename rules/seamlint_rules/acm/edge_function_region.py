"""CloudFront cannot run a function at the edge.

What: a cache behaviour runs a Lambda function that is not in us-east-1, by an ARN without a version's number, in a
    VPC, with environment variables or for arm64, or whose role does not trust ``edgelambda.amazonaws.com``.
Why: CloudFront copies a numbered version from us-east-1 to its locations, which know none of these: the distribution
    is refused.
Fix: deploy the function to us-east-1 in a form that Lambda@Edge takes, and name a numbered version.
Sources: Amazon CloudFront Developer Guide, "Restrictions on Lambda@Edge", "Set up IAM permissions and roles for
    Lambda@Edge".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.certificates import edge_functions
from seamlint.facts.certificates.edge_functions import edge_defects
from seamlint.model.paste.regions import in_region
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.certificates.edge_functions import EdgeDefect
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence
    from seamlint.rule import Finding, Outcome

RULE = Rule("ACM-007", "edge-function-region", Severity.ERROR)
_ASSOCIATION = {
    edge_functions.UNQUALIFIED: ("without a version", "name a numbered version of the function"),
    edge_functions.LATEST: ("as $LATEST", "name a numbered version of the function"),
    edge_functions.ALIAS: ("by an alias", "name a numbered version of the function instead of an alias"),
}
_FUNCTION = {
    edge_functions.UNPUBLISHED: ("publishes no versions, so that its qualified ARN names $LATEST", "publish = true"),
    edge_functions.VPC: ("is connected to a VPC", "take the function out of the VPC"),
    edge_functions.ENVIRONMENT: ("has environment variables", "put the values into the function's code"),
    edge_functions.ARM: ("runs on arm64", "build the function for x86_64"),
}


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each reason why CloudFront cannot run a function."""
    for found in edge_defects(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            reason = f"whether {found.association.address} can run its function at the edge"
            yield RULE.undecided(found.association, reason, found.needs)


def _finding(found: EdgeDefect) -> Finding:
    runs, function = found.association, found.function
    named = function.address if function else "a function"
    associated = runs.evidence(f"{runs.address} runs {named}", "function")
    if found.how == edge_functions.REGION:
        message = (
            f"{runs.address} runs {named}, which is in {found.region}: Lambda@Edge takes functions of us-east-1 alone"
        )
        primary = runs.evidence(f"names a function in {found.region}", "function")
        where = (function.evidence(f"{named} is in {found.region}"),) if function else ()
        fix = in_region(function, "us-east-1") if function else "name a function that is in us-east-1"
        return RULE.finding(message, primary, *where, fix=fix)
    if found.how in _ASSOCIATION:
        how, fix = _ASSOCIATION[found.how]
        message = f"{runs.address} names {named} {how}: Lambda@Edge runs numbered versions alone"
        return RULE.finding(message, runs.evidence(f"names the function {how}", "function"), fix=fix)
    return _of_function(found, associated)


def _of_function(found: EdgeDefect, associated: Evidence) -> Finding:
    function, role = found.function, found.role
    assert function is not None
    if role is not None and role.trust is not None:
        message = f"{role.address} does not trust edgelambda.amazonaws.com: {function.address} cannot run at the edge"
        primary = role.trust.statement_evidence(0, "trusts others alone")
        fix = '"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]'
        return RULE.finding(message, primary, function.evidence("runs with this role", "role"), associated, fix=fix)
    how, fix = _FUNCTION[found.how]
    message = f"{function.address} {how}: Lambda@Edge cannot run it"
    return RULE.finding(message, function.evidence(how, found.how), associated, fix=fix)
