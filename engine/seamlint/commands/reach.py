"""``seamlint reach``: does a connection come about, and what lets it or stops it.

Source and target are addresses of what has network interfaces: an instance, a load balancer, a database, a function...
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from seamlint.commands import scan
from seamlint.commands.exits import CLEAN, FOUND, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from seamlint.facts.network.routing import Answer
    from seamlint.graph.graph import Graph
    from seamlint.model.network import Attachment
    from seamlint.report.answer import Told

INTERNET = "internet"
_LAST_PORT = 65535
_MOST_NAMES = 10


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("source", metavar="SOURCE", help=f"address of what asks, or {INTERNET}")
    parser.add_argument(
        "target", metavar="TARGET:PORT", help="address of what is asked, and its port; PORT/udp for UDP"
    )
    scan.add_arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text or json (default: text)")


def run(namespace: Namespace) -> int:
    """Answer, and return 0 where the connection comes about, 1 where it does not or is undecided.

    Raises:
        UsageError: nothing, or more than one thing, is called so; or the port is none.
    """
    from seamlint.facts.network.reach import reach
    from seamlint.graph.build import build
    from seamlint.pipeline import evaluate
    from seamlint.report import answer as report
    from seamlint.report.concise import told as complaints
    from seamlint.report.style import style_for

    address, port, protocol = _target(namespace.target)
    request = scan.request(namespace)
    units, diagnostics = evaluate(request)
    graph = build(units, request.config)
    source = None if namespace.source == INTERNET else _interfaces(graph, namespace.source)
    target = _interfaces(graph, address)
    told = _told(namespace, reach(graph, source, target, protocol, port))
    sys.stdout.write(
        report.render_json(told) if namespace.format == "json" else report.text(told, style_for(sys.stdout))
    )
    sys.stderr.write(complaints(diagnostics, quiet=namespace.quiet))
    return CLEAN if told.decision == "reached" else FOUND


def _target(text: str) -> tuple[str, int, str]:
    from seamlint.facts.network.reach import PROTOCOLS

    address, _, service = text.rpartition(":")
    port, _, protocol = service.partition("/")
    if not address or not port.isdecimal() or int(port) > _LAST_PORT or (protocol or "tcp") not in PROTOCOLS:
        raise UsageError(f"{text}: write the address of what is asked and a port: aws_db_instance.main:5432")
    return address, int(port), protocol or "tcp"


def _interfaces(graph: Graph, asked: str) -> Attachment:
    from seamlint.model.network import Attachment

    known = [each for each in graph.all(Attachment) if not each.looked_up]
    found = [each for each in known if each.address == asked]
    found = found or [each for each in known if each.address.endswith(f".{asked}")]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{asked} is ambiguous: {_named(found)}; check one root, or write the whole address")
    raise UsageError(f"nothing with network interfaces is called {asked}: {_named(known) or 'there is none'}")


def _named(found: list[Attachment]) -> str:
    names = list(dict.fromkeys(each.address for each in found))
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"{', '.join(names[:_MOST_NAMES])}{more}"


def _told(namespace: Namespace, answer: Answer) -> Told:
    from seamlint.model.verdict import Verdict
    from seamlint.report.answer import Told

    source = "the internet" if namespace.source == INTERNET else namespace.source
    words = {Verdict.YES: "reaches", Verdict.NO: "does not reach", Verdict.UNDECIDED: "may or may not reach"}
    decision = {Verdict.YES: "reached", Verdict.NO: "blocked", Verdict.UNDECIDED: "undecided"}[answer.verdict]
    says = f"{source} {words[answer.verdict]} {namespace.target}"
    asked = {"source": namespace.source, "target": namespace.target}
    return Told(decision, says, "", answer.because, (), answer.needs, asked)
