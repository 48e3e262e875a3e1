"""How each template is deployed: as the configuration says of it, its CDK assembly, then the command line of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.problems import Problems
from seamlint.evaluate.cloudformation.settings import Options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seamlint.evaluate.cdk.assembly import AssemblyStack
    from seamlint.evaluate.cloudformation.parameter_files import Deployment
    from seamlint.request import Request


class Deployments:
    """Options by template, each file of parameters read once.

    Args:
        assembled: the stacks of cloud assemblies, by the absolute path of their template.

    Attributes:
        problems: what is wrong with those files.
    """

    def __init__(self, request: Request, assembled: Mapping[str, AssemblyStack] | None = None) -> None:
        self.problems = Problems()
        self._assembled = assembled or {}
        self._request = request
        self._read: dict[str, Deployment] = {}

    def options(self, path: str) -> Options:
        """Return how the template in a file (absolute, resolved) is deployed. The last file given wins."""
        request = self._request
        unit = next((unit for unit in request.config.units if unit.path == path), None)
        stack = self._assembled.get(path)
        said = [self._deployment(file) for file in (*(unit.parameters if unit else ()), *request.parameters)]
        last = list(reversed(said))
        return Options(
            account=_first(unit.account if unit else None, stack.account if stack else None, request.account),
            region=_first(
                unit.region if unit else None,
                stack.region if stack else None,
                *(each.region for each in last),
                request.region,
            ),
            stack_name=_first(
                unit.stack_name if unit else None, *(each.stack_name for each in last), stack.name if stack else None
            ),
            given={name: given for each in said for name, given in each.given.items()},
            constructs=stack.constructs if stack else None,
        )

    def _deployment(self, path: str) -> Deployment:
        from seamlint.evaluate.cloudformation.parameter_files import read_deployment

        if path not in self._read:
            self._read[path] = read_deployment(path, self.problems)
        return self._read[path]


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)
