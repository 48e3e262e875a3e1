"""Outputs of the scanned templates' stacks, for those that import them by their exports' names or ask a stack for them.

Sources: CloudFormation User Guide, "Get exported outputs from a deployed CloudFormation stack" (names are unique within
an account and region); CloudFormation Template Reference, "Fn::GetStackOutput".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, Value
from seamlint.syntax.cloudformation.tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.cloudformation.stack import Stack


class Exports:
    """What stacks export, found when something is imported for the first time."""

    def __init__(self, stacks: Iterable[Stack]) -> None:
        self._stacks = stacks
        self._found: dict[str, list[tuple[Stack, str]]] | None = None

    @property
    def _by_name(self) -> dict[str, list[tuple[Stack, str]]]:
        """The outputs by the names they are exported as; while they are looked for, those found so far."""
        if self._found is not None:
            return self._found
        found = self._found = {}
        for stack in (each for outer in self._stacks for each in outer.stacks()):
            for output, (entry, evaluator) in stack.output_entries.items():
                export = entry.value.get("Export") if isinstance(entry.value, Mapping) else None
                written = export.get("Name") if isinstance(export, Mapping) else None
                name = evaluator.value(written) if written is not None else None
                if isinstance(name, str):
                    found.setdefault(name, []).append((stack, output))
        return found

    def exporter(self, name: str, importer: Stack) -> tuple[Stack, str] | None:
        """Return the only stack in the importer's account and region that exports a name, and the output's name."""
        found = [each for each in self._by_name.get(name, ()) if _together(each[0], importer)]
        return found[0] if len(found) == 1 else None

    def value(self, name: str, importer: Stack) -> Value:
        """Return what an import gives."""
        found = self.exporter(name, importer)
        value = found[0].output(found[1]) if found else None
        return Unknown((f"export {name}",)) if value is None else value

    def output(self, stack_name: str, output: str, account: str | None, region: str | None) -> Value:
        """Return an output of the only stack of a name in an account and region (None where they are not known)."""
        found = [
            stack
            for stack in self._stacks
            if stack.options.stack_name == stack_name and output in stack.output_entries and _at(stack, account, region)
        ]
        value = found[0].output(output) if len(found) == 1 else None
        return Unknown((f"output {output} of the stack {stack_name}",)) if value is None else value


def _at(stack: Stack, account: str | None, region: str | None) -> bool:
    """Tell whether a stack may be in an account and region."""
    options = stack.options
    return account in (options.account, None) and region in (options.region, None)


def _together(one: Stack, other: Stack) -> bool:
    """Tell whether two stacks may be in the same account and region."""
    accounts = {one.options.account, other.options.account} - {None}
    regions = {one.options.region, other.options.region} - {None}
    return len(accounts) < 2 and len(regions) < 2
