"""A plan or a state, evaluated: the entry to this folder.

A plan says what Terraform worked out itself: its values are taken as they are, in the types that AWS's provider gives
them. Where the code lies beside the plan, what AWS will compute, and the places of everything, come from the code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.plan.configuration import Configuration
from seamlint.evaluate.plan.document import Document, printable, read_document, text_in
from seamlint.evaluate.plan.doubles import without_doubles
from seamlint.evaluate.plan.identities import Identities, names
from seamlint.evaluate.plan.locator import PlanLocator
from seamlint.evaluate.plan.placement import Providers
from seamlint.evaluate.plan.policies import Policies
from seamlint.evaluate.plan.sources import Ledger, Place
from seamlint.evaluate.plan.values import Told, ValueReader
from seamlint.evaluate.resource import Resource, Unit
from seamlint.evaluate.values import Value, Verdict
from seamlint.named_tuples import NamedTuple
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.reading import Unreadable, shown
from seamlint.sources.span import Span
from seamlint.syntax.failure import SyntaxFailure

if TYPE_CHECKING:
    from seamlint.evaluate.plan.beside import Beside
    from seamlint.evaluate.plan.document import Planned
    from seamlint.evaluate.terraform.settings import Options


class Evaluated(NamedTuple):
    """A plan's unit, and what its reader has to be told; no unit where it could not be used."""

    unit: Unit | None
    diagnostics: list[Diagnostic]


def read_plan(path: str) -> tuple[Document | None, list[Diagnostic]]:
    """Read a plan or state (absolute path); what keeps it from being used is told instead. Never raises."""
    at = Span(shown(path), 1, 1, 1, 1)
    try:
        source = text_in(path)
    except Unreadable as error:
        return None, [Diagnostic(Level.ERROR, str(error), at)]
    try:
        document = read_document(path, source)
    except SyntaxFailure as failure:
        message = f"{failure.message}; make it anew with `terraform show -json`"
        return None, [Diagnostic(Level.ERROR, message, source.span(failure.offset, failure.offset + 1))]
    if document is None:
        return None, []
    problem = _problem(document)
    return (None, [Diagnostic(Level.ERROR, problem, at)]) if problem else (document, [])


def evaluate_plan(document: Document, options: Options, beside: Beside | None = None) -> Unit:
    """Evaluate a plan or a state. Never raises on what it says.

    Args:
        options: what is known of its account and region otherwise.
        beside: the code that it is a plan of.
    """
    ledger = Ledger(document.source.path, document, Configuration(document.configuration))
    providers = Providers(ledger, options, document.resources)
    resources = [_resource(each, ledger, providers, document) for each in _distinct(document)]
    identities, policies = Identities(resources), Policies(resources)
    for resource in resources:
        resource.ids = names(resource)
        identities.join(resource)
        policies.join(resource)
    without_doubles(resources)
    if beside is not None:
        beside.settle(resources)
    default = providers.default()
    return Unit(
        path=document.source.path,
        dialect="plan",
        account=default.account,
        region=default.region,
        resources=resources,
        outputs=_outputs(document, ledger),
        files=(document.source.path, *(beside.files if beside else ())),
        state=beside.state if beside else None,
    )


def _resource(planned: Planned, ledger: Ledger, providers: Providers, document: Document) -> Resource:
    placement = providers.of(planned)
    return Resource(
        unit=ledger.unit,
        address=planned.address,
        type=planned.type,
        dialect="plan",
        values=ValueReader(ledger, ledger.place_of(planned), planned.address).resource(planned),
        locator=PlanLocator(document.source, planned),
        presence=Verdict.UNDECIDED if planned.deferred else Verdict.YES,
        account=placement.account,
        region=placement.region,
        partition=placement.partition,
        missing=("what Terraform deferred",) if planned.deferred else (),
        awaited=tuple(ledger.awaited(planned)),
    )


def _distinct(document: Document) -> list[Planned]:
    """Return every resource once: what is read again while applying was in the prior state, too."""
    return list({each.address: each for each in document.resources}.values())


def _outputs(document: Document, ledger: Ledger) -> dict[str, Value]:
    reader = ValueReader(ledger, Place(()), "output")
    written = ledger.configuration.module(()).outputs
    told = ((name, Told(*each)) for name, each in document.outputs.items())
    return {printable(name): reader.value(name, each, written.get(name)) for name, each in told}


def _problem(document: Document) -> str | None:
    if not document.version.startswith(("1.", "0.")):
        return f"this is format version {printable(document.version) or 'unknown'}; versions 1.x are read"
    if not document.complete:
        return (
            "this plan does not hold all of the configuration (it failed, or was made with -target), so nothing can be "
            "proved from it; it was not checked: make a plan of everything"
        )
    return None
