"""Nested stacks whose templates are on disk.

Source: CloudFormation Template Reference, "AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet"; AWS CLI
Command Reference, "cloudformation package" (``TemplateURL`` may be a path, relative to the template that names it).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.settings import Given, Options
from seamlint.evaluate.resource import Origin
from seamlint.syntax.cloudformation.tree import Literal, Mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.cloudformation.resources import StackResource
    from seamlint.evaluate.cloudformation.stack import Stack
    from seamlint.evaluate.cloudformation.template import Template
    from seamlint.evaluate.values import Value

DEEPEST = 20
"""Stacks inside each other."""
LOCATIONS = {"AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Application": "Location"}
"""Types that make a stack, and the property that says where its template is."""
STACK_SET = "AWS::CloudFormation::StackSet"


def outermost(templates: Iterable[Template]) -> list[Template]:
    """Return the templates that no other one nests; of those that nest each other in a circle, the first."""
    by_path = {template.path: template for template in templates}
    nested = {path: set(_nested_paths(template)) & by_path.keys() - {path} for path, template in by_path.items()}
    inner = {path for paths in nested.values() for path in paths}
    found: list[Template] = []
    reached: set[str] = set()
    for path in [*(path for path in by_path if path not in inner), *by_path]:
        if path not in reached:
            found.append(by_path[path])
            _reach(path, nested, reached)
    return found


def _reach(path: str, nested: dict[str, set[str]], reached: set[str]) -> None:
    pending = [path]
    while pending:
        at = pending.pop()
        if at not in reached:
            reached.add(at)
            pending += nested[at]


def _nested_paths(template: Template) -> Iterator[str]:
    """Yield the paths that stand as text in the template's nested stacks."""
    for entry in template.resources.values():
        properties = entry.value.get("Properties") if isinstance(entry.value, Mapping) else None
        kind = entry.value.get("Type") if isinstance(entry.value, Mapping) else None
        location = LOCATIONS.get(str(kind.value)) if isinstance(kind, Literal) else None
        url = properties.get(location) if isinstance(properties, Mapping) and location else None
        if isinstance(url, Literal) and isinstance(url.value, str) and "://" not in url.value:
            yield _resolved(url.value, template)


def _resolved(url: str, template: Template) -> str:
    return os.path.realpath(os.path.join(os.path.dirname(template.path), url.replace("\0", "")))


def nested_stack(resource: StackResource) -> Stack | None:
    """Return the stack that a resource makes, None where its template is not on disk."""
    from seamlint.evaluate.cloudformation.stack import Caller, Stack

    caller = Caller(resource.stack, resource)
    template = _template(resource)
    if template is None:
        return None
    if caller.depth > DEEPEST or not resource.stack.scan.may_nest():
        resource.evaluator.unusable("too many stacks inside each other; this one was not evaluated", resource.entry)
        return None
    outer = resource.stack.options
    options = Options(outer.account, outer.region, None, _given(resource), outer.constructs)
    return Stack(template, options, resource.stack.scan, resource.stack.unit, caller)


def tell_of_stack_set(resource: StackResource) -> None:
    """Tell that a stack set's stacks are not evaluated: they are in other accounts and regions."""
    says = f"{resource.address} makes stacks in other accounts or regions: what is in them is not known"
    resource.stack.problems.note(says, resource.stack.template.document.span(resource.entry))


def _template(resource: StackResource) -> Template | None:
    url = _asset(resource) or _url(resource)
    if not isinstance(url, str) or "://" in url:
        says = f"the template of {resource.address} is not on disk: what it makes is not known"
        resource.stack.problems.note(says, resource.stack.template.document.span(resource.entry))
        return None
    caller = resource.stack.template
    template = resource.stack.scan.template(_resolved(url, caller), caller.path)
    if template is None:
        resource.evaluator.unusable(f"no template is at {url}: what it makes is not known", resource.entry)
    return template


def _url(resource: StackResource) -> Value:
    """Return where a template is: in a file of the assembly, when that is what will be at its address."""
    url, constructs = resource.own(LOCATIONS[resource.type]), resource.stack.options.constructs
    return (constructs.file(url) if constructs else None) or url


def _asset(resource: StackResource) -> str | None:
    """Return the file that the AWS CDK tells beside an address that only exists once it is uploaded."""
    metadata = resource.written("Metadata")
    path = metadata.get("aws:asset:path") if isinstance(metadata, Mapping) else None
    return path.value if isinstance(path, Literal) and isinstance(path.value, str) else None


def _given(resource: StackResource) -> dict[str, Given]:
    """Return the parameters that the outer template passes."""
    written = resource.written("Properties")
    parameters = written.get("Parameters") if isinstance(written, Mapping) else None
    if not isinstance(parameters, Mapping):
        return {}
    document = resource.stack.template.document
    found = {}
    for name, entry in parameters.entries.items():
        value = resource.evaluator.value(entry.value)
        origin = Origin(
            document.source.span(entry.start, entry.value.end), f"parameter {name} is set by {resource.address}"
        )
        if value is not None:
            found[name] = Given(value, origin)
    return found
