"""How each template of a run is deployed: as the configuration says of it, then as its CDK assembly says, then as the
command line says of all.
"""

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

    def __init__(self, request: Request, assembled: Mapping[str, AssemblyStack]) -> None:
        self.problems = Problems()
        self._assembled = assembled
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
            account=_first(unit and unit.account, stack and stack.account, request.account),
            region=_first(
                unit and unit.region, stack and stack.region, *(each.region for each in last), request.region
            ),
            stack_name=_first(unit and unit.stack_name, *(each.stack_name for each in last), stack and stack.name),
            given={name: given for each in said for name, given in each.given.items()},
            constructs=stack and stack.constructs,
        )

    def _deployment(self, path: str) -> Deployment:
        from seamlint.evaluate.cloudformation.parameter_files import read_deployment

        if path not in self._read:
            self._read[path] = read_deployment(path, self.problems)
        return self._read[path]


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)
