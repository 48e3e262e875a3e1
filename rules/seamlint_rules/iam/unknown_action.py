"""A policy names an action that does not exist.

What: an action, or a pattern of actions, matches none of the actions that the service has.
Why: AWS accepts any name. An Allow of a misspelled action grants nothing, and a Deny of one forbids nothing; often the
    name is that of the API operation, which is called otherwise in policies (``s3:ListObjects`` is ``s3:ListBucket``).
Fix: write the action's name as the Service Authorization Reference has it.
Sources: Service Authorization Reference, "Actions, resources, and condition keys for AWS services"; IAM User Guide,
    "IAM JSON policy elements: Action".
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from seamlint.facts.iam.fit import unknown_actions
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.fit import UnknownAction
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-015", "unknown-action", Severity.WARNING)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement with actions that do not exist."""
    for _, found in groupby(unknown_actions(graph), key=lambda each: id(each.written.statement)):
        yield _finding(list(found))


def _finding(found: list[UnknownAction]) -> Finding:
    written = found[0].written
    listed = ", ".join(each.action for each in found)
    services = " and ".join(dict.fromkeys(each.service for each in found))
    one = len(found) == 1
    message = f"{written.title} names {listed}, but {services} has no such action{'' if one else 's'}"
    fixes = [f"for {each.action} write {' or '.join(each.near)}" for each in found if each.near]
    element = "NotAction" if written.statement.actions_inverted else "Action"
    primary = written.evidence(f"{listed} match{'es' if one else ''} no action")
    return RULE.finding(
        message,
        primary,
        written.evidence("as written here", element),
        fix="; ".join(fixes) or "remove what does not exist, or write it as the Service Authorization Reference does",
    )
