"""A statement's actions never apply to its resources.

What: an action stands beside resources of types that it never applies to (``s3:GetObject`` on a bucket's ARN,
    ``s3:ListBucket`` on ``bucket/*``, an action without resources on an ARN), or a resource policy speaks of another
    resource alone.
Why: AWS accepts the statement, and it does nothing: the access that it should give is missing, or what it should forbid
    stays allowed.
Fix: name the resource that the action applies to.
Sources: Service Authorization Reference, "Actions, resources, and condition keys for AWS services"; Amazon S3 User
    Guide, "Policies and permissions in Amazon S3"; IAM User Guide, "IAM JSON policy elements: Resource".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.aliases import statements_on_aliases
from seamlint.facts.iam.fit import misfits, strays
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.fit import Misfit, Stray
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-018", "statement-has-no-effect", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement whose actions do not fit its resources."""
    spoken = statements_on_aliases(graph)
    for misfit in misfits(graph):
        if id(misfit.written.statement) not in spoken:
            spoken.add(id(misfit.written.statement))
            yield _misfit(misfit)
    for stray in strays(graph):
        if id(stray.written.statement) in spoken:
            continue
        if stray.verdict is Verdict.YES:
            yield _stray(stray)
        else:
            reason = f"whether {stray.written.title} speaks of {stray.resource.address}"
            yield RULE.undecided(stray.written.entity, reason, stray.written.needs)


def _misfit(misfit: Misfit) -> Finding:
    written, actions = misfit.written, ", ".join(misfit.actions)
    applies = "apply" if len(misfit.actions) > 1 else "applies"
    extent = "has no effect" if misfit.is_whole else "has no effect for some actions"
    message = f"{written.title} {extent}: {actions} never {applies} to the resources that it names"
    formats = " or ".join(misfit.expected)
    says = f"{misfit.actions[0]} applies to {formats or 'no resource: only * matches'}"
    fix = f"name a resource of the form {formats}" if formats else f'move {actions} to a statement with resource "*"'
    primary = written.evidence(f"{actions} and these resources never meet")
    return RULE.finding(message, primary, written.evidence(says, "Resource"), fix=fix)


def _stray(stray: Stray) -> Finding:
    written, resource = stray.written, stray.resource
    message = f"{written.title} has no effect: it protects {resource.address} and speaks of other resources alone"
    primary = written.evidence("speaks of other resources than the one that it protects")
    related = (
        written.evidence("the resources that it names", "Resource"),
        resource.evidence(f"{resource.address} is what the policy protects"),
    )
    arn = resource.arn if isinstance(resource.arn, str) else f"the ARN of {resource.address}"
    return RULE.finding(message, primary, *related, fix=f"name {arn} as the resource")
