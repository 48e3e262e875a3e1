"""Which plans are here, and which code each is a plan of.

A plan and its code in one scan are one thing. The plan is the better account of it: it knows what data sources found,
what modules that are not on disk hold, and what is deployed already; so it is checked in the place of its root, and
findings point into the code. A root with several plans (one a workspace or variable file) is checked as each of them.

A plan that is older than the code beside it says what is no longer so: it is left out, and the reader told. A state
says what was deployed, not what is written: it is left out likewise where its code is in the scan.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate.plan.beside import Beside, given
from seamlint.evaluate.plan.document import is_document
from seamlint.evaluate.plan.plan import evaluate_plan, read_plan
from seamlint.evaluate.plan.staleness import overlap
from seamlint.named_tuples import NamedTuple
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from seamlint.evaluate.plan.document import Document
    from seamlint.evaluate.resource import Unit
    from seamlint.evaluate.terraform.declarations import Declarations
    from seamlint.evaluate.terraform.settings import Options


class Plans(NamedTuple):
    """What the plans of a scan evaluate to.

    Attributes:
        replaced: the roots (absolute folders) that plans speak for.
        files: the plans and states, those that could not be used, too.
    """

    units: list[Unit]
    replaced: set[str]
    diagnostics: list[Diagnostic]
    files: set[str]


def evaluate_plans(
    documents: Iterable[str], roots: list[str], options_of: Callable[[str], Options], declarations: Declarations
) -> Plans:
    """Evaluate every plan and state among some JSON and YAML files (absolute paths).

    Args:
        roots: the Terraform roots of the scan.
        options_of: what is said of a unit, by its absolute path.
    """
    plans = Plans([], set(), [], set())
    for path in documents:
        if path.endswith(".json") and is_document(path):
            plans.files.add(path)
            document, problems = read_plan(path)
            plans.diagnostics.extend(problems)
            if document is not None:
                _evaluate(document, roots, options_of, declarations, plans)
    return plans


def _evaluate(
    document: Document, roots: list[str], options_of: Callable[[str], Options], declarations: Declarations, plans: Plans
) -> None:
    folder, stale = _code(document, roots, declarations)
    in_scan = folder in roots
    if in_scan and (stale or document.kind == "state"):
        plans.diagnostics.append(_left_out(document, stale))
        return
    options = _options(document.path, folder, options_of)
    beside = None
    if folder is not None and not stale:
        beside = Beside(folder, replace(options, given=(given(document),), environment={}), declarations)
    plans.units.append(evaluate_plan(document, options, beside))
    if folder is not None and in_scan:
        plans.replaced.add(folder)


def _options(path: str, folder: str | None, options_of: Callable[[str], Options]) -> Options:
    """Return what is said of a plan; what is not, is said of its root."""
    own = options_of(path)
    root = options_of(folder) if folder else own
    account, region = own.fixed_account or root.fixed_account, own.fixed_region or root.fixed_region
    return replace(root, fixed_account=account, fixed_region=region)


def _code(document: Document, roots: list[str], declarations: Declarations) -> tuple[str | None, list[str]]:
    """Return the folder of a plan's code, and how the two differ.

    It lies beside the plan; elsewhere, it is the only root of the scan that declares just the same.
    """
    folder = os.path.dirname(document.path)
    shared, different = overlap(document, folder, declarations)
    if shared:
        return folder, sorted(different)
    exact = [root for root in roots if root != folder and not overlap(document, root, declarations).different]
    return (exact[0] if len(exact) == 1 else None), []


def _left_out(document: Document, stale: list[str]) -> Diagnostic:
    at = Span(document.source.path, 1, 1, 1, 1)
    if document.kind == "state":
        return Diagnostic(Level.NOTE, "this state was not checked: the code that it belongs to was", at)
    few = ", ".join(stale[:3]) + (", ..." if len(stale) > 3 else "")
    message = f"this plan is older than the code beside it, which was checked instead ({few}): make it anew"
    return Diagnostic(Level.WARNING, message, at)
