"""The whole flow: source text → syntax → evaluated resources → model → graph → facts → findings → report."""

from __future__ import annotations

import os
import time
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from seamlint.cache import Cache
from seamlint.evaluate.terraform.declarations import Declarations
from seamlint.evaluate.terraform.files import SourceFiles
from seamlint.evaluate.terraform.remote_state import join
from seamlint.evaluate.terraform.root import evaluate_root
from seamlint.evaluate.terraform.roots import find_roots
from seamlint.evaluate.terraform.settings import Assignment, Options
from seamlint.findings.acceptance import Acceptance
from seamlint.findings.merge import distinct, merge
from seamlint.garbage import rarely_collected
from seamlint.graph.build import build
from seamlint.judge import judge
from seamlint.named_tuples import NamedTuple
from seamlint.report.result import Result
from seamlint.request import silent
from seamlint.sources.reading import shown
from seamlint.sources.walk import take_inventory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from seamlint.evaluate.cloudformation.template import Template
    from seamlint.evaluate.resource import Unit
    from seamlint.graph.graph import Graph
    from seamlint.judge import Judgement
    from seamlint.registry import InstalledRule
    from seamlint.request import Progress, Request
    from seamlint.sources.diagnostic import Diagnostic
    from seamlint.sources.walk import Inventory


T = TypeVar("T")


class Evaluation(NamedTuple):
    """The units of a run, what their reader has to be told, and the templates read, for the comments in them."""

    units: list[Unit]
    diagnostics: list[Diagnostic]
    templates: list[Template]


class Examined(NamedTuple):
    """What a run has to tell, and the graph it was judged on, for those who have further questions."""

    result: Result
    graph: Graph


def run(request: Request, rules: Sequence[InstalledRule], progress: Progress = silent) -> Result:
    """Check what a request names with some rules. Never raises on what the code says."""
    return examine(request, rules, progress).result


@rarely_collected()
def examine(
    request: Request, rules: Sequence[InstalledRule], progress: Progress = silent, beside: Sequence[Unit] = ()
) -> Examined:
    """Do what `run` does, one line a stage, and keep the graph.

    Args:
        beside: units of an earlier run that are still as they were: they are judged too, where this one has none of
            their paths. Only this one's suppressions count.
    """
    started = time.perf_counter()
    inventory = take_inventory(request.paths, request.around)
    declarations = _declarations(inventory, request)
    units, problems, templates = _evaluated(inventory, declarations, request, progress)
    graph = build(_with(beside, units) if beside else units, request.config)
    judgement = judge(graph, _told("applying rules", rules, progress), request.config.severity)
    acceptance = _acceptance(request, declarations, templates)
    findings = acceptance.remaining(merge(judgement.findings))
    undecided = acceptance.open_questions(distinct(judgement.undecided))
    unused = () if request.is_part else _unused(acceptance, rules, judgement, request.config.rule_files)
    result = Result(
        rules={each.rule.id: each.rule for each in rules},
        findings=tuple(findings),
        undecided=tuple(undecided),
        diagnostics=(*problems, *judgement.diagnostics, *acceptance.diagnostics, *unused),
        units=len(units),
        files=len(declarations.files.read()) + len(templates),
        resources=sum(len(unit.resources) for unit in units),
        seconds=time.perf_counter() - started,
        docs={each.rule.id: each.doc for each in rules},
        accepted=tuple(acceptance.accepted),
    )
    return Examined(result, graph)


@rarely_collected()
def evaluate(request: Request, progress: Progress = silent) -> tuple[list[Unit], list[Diagnostic]]:
    """Evaluate what a request names, and return the units with what their reader has to be told."""
    inventory = take_inventory(request.paths, request.around)
    units, diagnostics, _ = _evaluated(inventory, _declarations(inventory, request), request, progress)
    return units, diagnostics


def _declarations(inventory: Inventory, request: Request) -> Declarations:
    """Return the files of a run: parsed at most once, or in an earlier run when its results may be used."""
    if not request.cache:
        return Declarations(SourceFiles(inventory.named))
    cache = Cache.of_user()
    cache.tidy(time.time())
    return Declarations(SourceFiles(inventory.named, cache))


def _told(stage: str, items: Sequence[T], progress: Progress) -> Iterator[T]:
    """Yield items, and tell before each how far the stage has come."""
    for done, item in enumerate(items):
        progress(stage, done, len(items))
        yield item


def _evaluated(inventory: Inventory, declarations: Declarations, request: Request, progress: Progress) -> Evaluation:
    for folder in _told("reading folders", list(inventory.terraform), progress):
        declarations.module(folder)
    roots = find_roots(inventory.terraform, declarations, request.config.modules)
    units, problems, planned = _plans(inventory, roots, declarations, request)
    roots = [folder for folder in roots if folder not in planned]
    for folder in _told("evaluating roots", roots, progress):
        evaluated = evaluate_root(folder, _options(folder, request), declarations)
        units.append(evaluated.unit)
        problems += evaluated.diagnostics
    policies, refused = _policies(inventory, {file for unit in units for file in unit.files}, request)
    units += policies
    problems += refused
    join(units)
    stacks = _stacks(inventory, request)
    diagnostics = [*inventory.diagnostics, *declarations.files.diagnostics, *problems, *stacks.diagnostics]
    return Evaluation([*units, *stacks.units], diagnostics, stacks.templates)


def _with(beside: Sequence[Unit], units: list[Unit]) -> list[Unit]:
    evaluated = {unit.path for unit in units}
    joint = [*(unit for unit in beside if unit.path not in evaluated), *units]
    join(joint)
    return joint


def _policies(inventory: Inventory, read: set[str], request: Request) -> tuple[list[Unit], list[Diagnostic]]:
    """Return the units of IAM's files, but for those that other units read, and what their reader has to be told."""
    files = [path for path in inventory.documents if path.endswith(".json") and shown(path) not in read]
    if not files:
        return [], []
    from seamlint.evaluate.policies.unit import evaluate_policies

    configured = {unit.path: unit.account for unit in request.config.units}
    found = evaluate_policies(files, lambda path: configured.get(path) or request.account)
    return list(found.units), list(found.diagnostics)


def _plans(
    inventory: Inventory, roots: list[str], declarations: Declarations, request: Request
) -> tuple[list[Unit], list[Diagnostic], set[str]]:
    """Return the units of Terraform's plans, what their reader has to be told, and the roots that they stand for.

    Plans are taken out of the inventory: no other dialect reads them.
    """
    documents = [path for path in inventory.documents if path.endswith(".json")]
    if not documents:
        return [], [], set()
    from seamlint.evaluate.plan.discovery import evaluate_plans

    plans = evaluate_plans(documents, roots, lambda path: _options(path, request), declarations)
    inventory.documents = [path for path in inventory.documents if path not in plans.files]
    return plans.units, plans.diagnostics, plans.replaced


def _options(folder: str, request: Request) -> Options:
    """Return how a root is evaluated: what the configuration says of it, and what the command line says of all."""
    config = request.config
    unit = next((unit for unit in config.units if unit.path == folder), None)
    files = unit.var_files if unit else ()
    return Options(
        assignments=(
            *(Assignment("var-file", path) for path in files),
            *(Assignment(*each) for each in request.assignments),
        ),
        environment=os.environ,
        account=request.account,
        region=request.region,
        fixed_account=unit.account if unit else None,
        fixed_region=unit.region if unit else None,
        modules=config.modules,
    )


def _stacks(inventory: Inventory, request: Request) -> Evaluation:
    """Evaluate the CloudFormation templates, those of cloud assemblies included."""
    if not inventory.documents:
        return Evaluation([], [], [])
    from seamlint.syntax.cloudformation import is_candidate

    if not any(path.endswith("manifest.json") or is_candidate(path) for path in inventory.documents):
        return Evaluation([], [], [])
    from seamlint.evaluate.cdk.assembly import Assemblies
    from seamlint.evaluate.cloudformation.deployments import Deployments
    from seamlint.evaluate.cloudformation.scan import evaluate_templates

    assemblies = Assemblies(inventory.documents, inventory.named)
    deployments = Deployments(request, assemblies.stacks)
    found = evaluate_templates(assemblies.templates(inventory.documents), inventory.named, deployments.options)
    diagnostics = [*assemblies.diagnostics, *deployments.problems.diagnostics, *found.diagnostics]
    return Evaluation(found.units, diagnostics, found.templates)


def _acceptance(request: Request, declarations: Declarations, templates: list[Template]) -> Acceptance:
    acceptance = Acceptance(request.config, datetime.now().astimezone().date())
    for file in declarations.files.trees():
        acceptance.read(file)
    for template in templates:
        acceptance.read_template(template.document)
    return acceptance


def _unused(
    acceptance: Acceptance, rules: Sequence[InstalledRule], judgement: Judgement, rule_files: Sequence[str]
) -> Iterator[Diagnostic]:
    """Yield the suppressions that suppress nothing; where a rule failed, nobody knows what it would have found."""
    if acceptance.is_empty or judgement.diagnostics:
        return
    from seamlint.registry import installed

    known = (*installed(files=rule_files), *rules)
    yield from acceptance.unused([each.rule.id for each in rules], [each.rule.id for each in known])
