"""A service needs a key that its policy does not let it use.

What: a log group, a trail, an event bus, a subscription of a queue, a bucket's notifications, an event rule, an alarm,
    the delivery of logs or an Auto Scaling group needs a service to use a KMS key, and the key policy does not let that
    service (or its service-linked role) do so; or the key is an AWS managed key, whose policy admits no other service.
    AWS Config never sends to an encrypted topic.
Why: the default key policy leaves a key to identity policies, which services do not have. Messages and logs are lost
    without an error where anybody would look, or creating the resource fails.
Fix: let the service in, in the key policy; take a customer managed key instead of an AWS managed one.
Sources: AWS KMS Developer Guide, "Key policies in AWS KMS"; Amazon SNS Developer Guide, "Managing Amazon SNS encryption
    keys and costs"; Amazon SQS Developer Guide, "Amazon SQS Key management"; CloudWatch Logs User Guide, "Encrypt log
    data in CloudWatch Logs using AWS Key Management Service"; AWS CloudTrail User Guide, "Configure AWS KMS key
    policies for CloudTrail"; Amazon EC2 Auto Scaling User Guide, "Required AWS KMS key policy for use with encrypted
    volumes"; AWS Config Developer Guide, "Permissions for the Amazon SNS Topic".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.admitting import admitting
from seamlint.facts.encryption.blocked_services import blocked_services
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.blocked_services import Blocked
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-006", "service-cannot-use-key", Severity.ERROR)
_MOST = 20


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each service and key, with everything that needs it."""
    found: dict[tuple[object, ...], list[Blocked]] = {}
    for blocked in blocked_services(graph):
        each = blocked.integration
        if blocked.verdict is Verdict.YES:
            found.setdefault(_defect(blocked), []).append(blocked)
        elif blocked.verdict is Verdict.UNDECIDED:
            reason = f"whether {each.who} may use {each.data.key_title} for {each.data.title}"
            yield RULE.undecided(each.by, reason, blocked.needs)
    for alike in found.values():
        yield _finding(alike)


def _defect(blocked: Blocked) -> tuple[object, ...]:
    """Return what one fix mends: the key policy or statement, else what names the key or the topic."""
    each = blocked.integration
    if each.use.never:
        return each.who, id(each.by)
    return each.who, id(blocked.policy or each.data.by), id(blocked.statement), blocked.actions


def _finding(alike: list[Blocked]) -> Finding:
    first = alike[0]
    each = first.integration
    more = len({blocked.integration.data.title for blocked in alike}) - 1
    what = f"{each.data.title} and {more} more" if more else each.data.title
    why, fix = _why(alike)
    related = [step for blocked in alike[:_MOST] for step in _steps(blocked)]
    return RULE.finding(f"{each.who} cannot use the key of {what}: {why}", _primary(first), *related, fix=fix)


def _steps(blocked: Blocked) -> Iterator[Evidence]:
    each = blocked.integration
    if not each.use.never and each.evidence != each.data.evidence:
        yield each.evidence
    if blocked.policy is not None or each.use.never:
        yield each.data.evidence


def _primary(blocked: Blocked) -> Evidence:
    each, actions = blocked.integration, " and ".join(blocked.actions)
    if each.use.never:
        return each.evidence
    if blocked.policy is None or blocked.policy.source is None:
        return each.data.evidence
    says = f"does not let {each.who} call {actions}"
    if blocked.statement is not None:
        return blocked.policy.evidence(blocked.statement, f"{says} for {each.data.title}")[0]
    return blocked.policy.source.evidence(f"{says}, in no statement")


def _why(alike: list[Blocked]) -> tuple[str, str]:
    """Return what is wrong, and what to do about it."""
    blocked = alike[0]
    each, key = blocked.integration, blocked.integration.data.key_title
    if each.use.never:
        service = each.who.partition(".")[0].title()
        return f"AWS {service} sends to no encrypted topic", "name a topic that KMS does not encrypt"
    if blocked.policy is None or blocked.policy.source is None:
        why = f"{key} admits no other service, and nobody can edit its policy"
        return why, f"encrypt {each.data.title} with a customer managed key whose policy lets {each.who} use it"
    statement = admitting(blocked.policy.source, [other.integration for other in alike])
    fix = f"let {each.who} in, in the policy of {key}:\n{statement}"
    return f"the policy of {key} does not allow it {' and '.join(blocked.actions)}", fix
