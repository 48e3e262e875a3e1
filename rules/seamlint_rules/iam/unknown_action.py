"""A policy names an action that does not exist.

What: an action, or a pattern of actions, matches none of the actions that the service has.
Why: AWS accepts any name. An Allow of a misspelled action grants nothing, and a Deny of one forbids nothing; often the
    name is that of the API operation, which is called otherwise in policies (``s3:ListObjects`` is ``s3:ListBucket``).
Fix: write the action's name as the Service Authorization Reference has it.
Sources: Service Authorization Reference, "Actions, resources, and condition keys for AWS services"; IAM User Guide,
    "IAM JSON policy elements: Action".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.fit import unknown_actions
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.fit import UnknownAction
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-015", "unknown-action", Severity.WARNING)
_MOST = 8


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each place of a document that names actions which do not exist."""
    by_place: dict[object, list[UnknownAction]] = {}
    for found in unknown_actions(graph):
        by_place.setdefault((found.written.entity.key, found.written.evidence("").span), []).append(found)
    for each in by_place.values():
        yield _finding(each)


def _finding(found: list[UnknownAction]) -> Finding:
    written = found[0].written
    names = list(dict.fromkeys(each.action for each in found))
    listed = _several(names)
    services = list(dict.fromkeys(each.service for each in found))
    one = len(names) == 1
    has = f"{_several(services)} {'has' if len(services) == 1 else 'have'}"
    message = f"{_title(found)} {listed}, but {has} no such action{'' if one else 's'}"
    fixes = dict.fromkeys(f"for {each.action} write {' or '.join(each.near)}" for each in found if each.near)
    element = "NotAction" if written.statement.actions_inverted else "Action"
    primary = written.evidence(f"{listed} match{'es' if one else ''} no action")
    return RULE.finding(
        message,
        primary,
        written.evidence("as written here", element),
        fix="; ".join(fixes) or "remove what does not exist, or write it as the Service Authorization Reference does",
    )


def _title(found: list[UnknownAction]) -> str:
    written = found[0].written
    number = len({id(each.written.statement) for each in found})
    return f"{written.title} names" if number == 1 else f"{number} statements of {written.entity.address} name"


def _several(names: list[str]) -> str:
    """Return names as a list that is cut where it grows long."""
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more
