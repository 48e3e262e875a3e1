"""Policy validation for the AWS CDK: ``cdk synth`` of a program in Python fails with findings at construct paths.

Source: AWS CDK Developer Guide, "Validate AWS CDK applications at synthesis time"; aws-cdk-lib, ``Validations``,
``IPolicyValidationPlugin`` and, before it, ``IPolicyValidationPluginBeta1``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import aws_cdk
import jsii

from seamlint import __version__
from seamlint.config import Config, find, load
from seamlint.data_classes import dataclass
from seamlint.named_tuples import NamedTuple
from seamlint.pipeline import evaluate, run
from seamlint.registry import chosen, installed
from seamlint.report.concise import told
from seamlint.request import Request
from seamlint.sources.diagnostic import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from seamlint.evaluate.resource import Resource
    from seamlint.findings.finding import Finding
    from seamlint.registry import InstalledRule
    from seamlint.report.result import Result

MANIFEST = "manifest.json"


class _Place(NamedTuple):
    """A resource of a template, as the CDK names it; ``construct`` is the path of its construct."""

    logical_id: str
    template: str
    construct: str
    at: str


@dataclass(frozen=True)
class _Settings:
    """What the program says of the check; see `Seamlint`."""

    fail_on: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]

    def rules(self) -> list[InstalledRule]:
        return chosen(installed(), self.select, self.ignore)

    def check(self, templates: Iterable[str]) -> Result:
        """Check the cloud assembly that some templates were written to."""
        return run(_request(templates), self.rules())


def _request(templates: Iterable[str]) -> Request:
    folders = {_assembly(os.path.dirname(os.path.realpath(path))) for path in templates}
    file = find(["."])
    config = load(file) if file else Config(os.path.realpath(os.curdir))
    return Request(tuple(sorted(folders)), config)


def _assembly(folder: str) -> str:
    """Return the outermost assembly around a folder: what is nested belongs to one deployment with it."""
    while os.path.isfile(os.path.join(os.path.dirname(folder), MANIFEST)):
        folder = os.path.dirname(folder)
    return folder


def _places(templates: Sequence[str]) -> dict[tuple[str, str], Resource]:
    units, _ = evaluate(_request(templates))
    return {(unit.path, resource.address): resource for unit in units for resource in unit.resources}


def _violating(finding: Finding, known: dict[tuple[str, str], Resource]) -> Iterator[_Place]:
    """Yield the resources of a proof, the one that the fix is for first, each once."""
    seen: set[tuple[str, str]] = set()
    for step in (finding.primary, *finding.related):
        key = (step.unit, step.resource)
        if key in known and key not in seen:
            seen.add(key)
            template = os.path.realpath(step.unit)
            yield _Place(known[key].logical_id, template, step.resource, f"{step.span.file}:{step.span.line}")


class _Violations:
    """What is common to both interfaces."""

    def __init__(self, *, fail_on: str = "warning", select: Sequence[str] = (), ignore: Sequence[str] = ()) -> None:
        self._settings = _Settings(fail_on, tuple(select), tuple(ignore))

    @property
    def name(self) -> str:
        """What reports call this plugin."""
        return "seamlint"

    @property
    def version(self) -> str:
        """Version of Seamlint."""
        return __version__

    @property
    def rule_ids(self) -> list[str]:
        """Rules that are applied."""
        return [each.rule.id for each in self._settings.rules()]

    def _report(self, context: Any, report: Any, violation: Any, resource: Any) -> Any:
        templates = list(context.template_paths)
        result = self._settings.check(templates)
        known = _places(templates) if result.findings else {}
        violations = [
            violation(
                rule_name=finding.rule,
                description=finding.message,
                fix=finding.fix or None,
                severity=finding.severity.value,
                violating_resources=[resource(place) for place in _violating(finding, known)],
            )
            for finding in result.findings
        ]
        problems = [each for each in result.diagnostics if each.level is Level.ERROR]
        if problems:
            raise RuntimeError(told(problems, quiet=True))
        return report(success=not result.reaches(self._settings.fail_on), violations=violations)


def _beta_resource(place: _Place) -> Any:
    return aws_cdk.PolicyViolatingResourceBeta1(
        resource_logical_id=place.logical_id, template_path=place.template, locations=[place.construct, place.at]
    )


@jsii.implements(aws_cdk.IPolicyValidationPluginBeta1)
class SeamlintBeta1(_Violations):
    """The plugin for ``App(policy_validation_beta1=[SeamlintBeta1()])``. Arguments as of `Seamlint`."""

    def validate(self, context: Any) -> Any:
        """Check what was synthesised."""
        report, violation = aws_cdk.PolicyValidationPluginReportBeta1, aws_cdk.PolicyViolationBeta1
        return self._report(context, report, violation, _beta_resource)


if hasattr(aws_cdk, "IPolicyValidationPlugin"):

    def _resource(place: _Place) -> Any:
        return aws_cdk.PolicyViolatingResource(
            construct_path=place.construct,
            resource_logical_id=place.logical_id,
            template_path=place.template,
            locations=[place.at],
        )

    @jsii.implements(aws_cdk.IPolicyValidationPlugin)
    class Seamlint(_Violations):
        """The plugin for ``Validations.of(app).add_plugins(Seamlint())``.

        Args:
            fail_on: what makes the synthesis fail: ``error``, ``warning`` (the default) or ``note``.
            select, ignore: rules by id, name or family.
        """

        def validate(self, context: Any) -> Any:
            """Check what was synthesised."""
            report, violation = aws_cdk.PolicyValidationPluginReport, aws_cdk.PolicyViolation
            return self._report(context, report, violation, _resource)
