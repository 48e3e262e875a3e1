"""``seamlint can``: may a principal of the scanned code do something, and why.

A principal is the address, name or ARN of a user or role, a service, or ``anyone``. A resource is the address, name or
ARN of anything with a policy, of a role, user or policy, with or without a part below (``aws_s3_bucket.data/a.csv``),
any other ARN, or ``*``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from seamlint.commands import scan
from seamlint.commands.exits import CLEAN, FOUND, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from seamlint.facts.iam.access.can import Answer, Target
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.visitors import Visitor
    from seamlint.graph.graph import Graph
    from seamlint.report.answer import Told

_MOST_NAMES = 10


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("principal", metavar="PRINCIPAL", help="user or role: address, name or ARN; a service; anyone")
    parser.add_argument("action", metavar="ACTION", help="service:Action")
    parser.add_argument("resource", metavar="RESOURCE", help="address, name or ARN, or *")
    scan.add_arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text or json (default: text)")


def run(namespace: Namespace) -> int:
    """Answer, and return 0 where it is allowed, 1 where it is denied or undecided.

    Raises:
        UsageError: nothing, or more than one thing, is called so; or the action is none.
    """
    from seamlint.facts.iam.access.can import can
    from seamlint.graph.build import build
    from seamlint.pipeline import evaluate
    from seamlint.report import answer as report
    from seamlint.report.concise import told as complaints
    from seamlint.report.style import style_for

    if not all(namespace.action.partition(":")):
        raise UsageError(f"{namespace.action}: an action is written service:Action, such as s3:GetObject")
    request = scan.request(namespace)
    units, diagnostics = evaluate(request)
    graph = build(units, request.config)
    who = _principal(graph, namespace.principal)
    told = _told(can(graph, who, namespace.action, _target(graph, namespace.resource, who)))
    sys.stdout.write(
        report.render_json(told) if namespace.format == "json" else report.text(told, style_for(sys.stdout))
    )
    sys.stderr.write(complaints(diagnostics, quiet=namespace.quiet))
    return CLEAN if told.decision == "allowed" else FOUND


def _principal(graph: Graph, asked: str) -> Identity | Visitor:
    from seamlint.facts.iam.access.identities import identities
    from seamlint.facts.iam.access.questions import principals
    from seamlint.facts.iam.access.visitors import anyone, service

    if asked == "anyone":
        return anyone()
    if asked.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return service(asked)
    found = principals(graph, asked)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{asked} is ambiguous: {_named([_full(each) for each in found])}; write the ARN")
    known = _named([each.address for each in identities(graph)]) or "there is none"
    raise UsageError(f"no user or role is called {asked}: {known}")


def _full(who: Identity) -> str:
    return f"{who.address} in {who.entity.resource.unit}"


def _target(graph: Graph, asked: str, who: Identity | Visitor) -> Target:
    from seamlint.facts.iam.access.questions import targets

    found = targets(graph, asked, who)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{asked} is ambiguous: {_named([each.title for each in found])}; write the ARN")
    raise UsageError(f"nothing is called {asked}: write an address, a name, an ARN or *")


def _named(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"{', '.join(names[:_MOST_NAMES])}{more}"


def _told(answer: Answer) -> Told:
    from seamlint.facts.iam.access.can import condition_words
    from seamlint.model.verdict import Verdict
    from seamlint.report.answer import Told

    words = {Verdict.YES: "may", Verdict.NO: "may not", Verdict.UNDECIDED: "may or may not"}[answer.verdict]
    says = f"{answer.who.address} {words} call {answer.action} on {answer.target.title}"
    decision = {Verdict.YES: "allowed", Verdict.NO: "denied", Verdict.UNDECIDED: "undecided"}[answer.verdict]
    conditions = (condition_words((each,)).removeprefix(", if ") for each in answer.decision.allowed_if)
    denials = (condition_words((each,)).removeprefix(", if ") for each in answer.decision.allowed_unless)
    told = (*filter(None, conditions), *(f"not {each}" for each in denials if each))
    asked = {"principal": answer.who.address, "action": answer.action, "resource": answer.target.title}
    return Told(decision, says, answer.decision.rule, answer.because, told, answer.needs, asked)
