"""One stack: a template with the parameters and the place that it is deployed with.

Everything is evaluated when it is asked for, so that templates may export to each other in any order.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.conditions import Decision, decide
from seamlint.evaluate.cloudformation.evaluator import LOOP, Evaluator
from seamlint.evaluate.cloudformation.nested import STACK_SET, tell_of_stack_set
from seamlint.evaluate.cloudformation.parameters import parameter_value
from seamlint.evaluate.cloudformation.partial import Absence, Found
from seamlint.evaluate.cloudformation.work import Work
from seamlint.evaluate.values import Unknown, Value, Verdict
from seamlint.named_tuples import NamedTuple
from seamlint.syntax.cloudformation.tree import Literal, Mapping, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.cloudformation.problems import Problems
    from seamlint.evaluate.cloudformation.resources import StackResource
    from seamlint.evaluate.cloudformation.scan import Scan
    from seamlint.evaluate.cloudformation.settings import Options
    from seamlint.evaluate.cloudformation.template import Template
    from seamlint.syntax.cloudformation.tree import Entry

MOST_ENTRIES = 10_000
"""Entries that the loops of one stack may make; CloudFormation allows 500 resources a stack."""
DEEPEST_CONDITION = 100
"""Conditions that name conditions."""


class Caller(NamedTuple):
    """The resource that makes a nested stack."""

    stack: Stack
    resource: StackResource

    @property
    def depth(self) -> int:
        """How many stacks are around."""
        return 1 + (self.stack.caller.depth if self.stack.caller else 0)


class Stack:
    """A template, deployed.

    Attributes:
        unit: path of the template that is deployed, for nested stacks that of the outermost.
        prefix: what stands before a logical id in an address: nothing, or ``Network.`` in a nested stack.
        caller: what makes this stack, where it is nested.
        missing: why it is not known whether it exists; empty when it is.
        opaque: logical ids of what makes resources whose names begin with them, nobody knows which.
        work: what evaluating the unit may still cost.
    """

    def __init__(self, template: Template, options: Options, scan: Scan, unit: str, caller: Caller | None) -> None:
        self.template = template
        self.options = options
        self.scan = scan
        self.unit = unit
        self.caller = caller
        self.prefix: str = f"{caller.resource.address}." if caller else ""
        self.missing: tuple[str, ...] = (*(caller.resource.missing if caller else ()), *self.rewritten)
        self.opaque: list[str] = []
        self.problems: Problems = scan.problems
        self.evaluator = Evaluator(self, {})
        self._parameters: dict[str, Value] = {}
        self._conditions: dict[str, Decision] = {}
        self._outputs: dict[str, Found] = {}
        self._deciding: list[str] = []
        self._left = MOST_ENTRIES
        self._resources: dict[str, StackResource] | None = None
        self.work: Work = caller.stack.work if caller else Work()

    def entries(self, section: dict[str, Entry]) -> Iterator[tuple[str, tuple[Entry, Evaluator]]]:
        """Yield a section's entries, those that loops make included, each with what evaluates it."""
        for name, entry in section.items():
            if name.startswith(LOOP):
                from seamlint.evaluate.cloudformation.loops import expanded

                for key, inner, evaluator in expanded(self.evaluator, name, entry):
                    yield key, (inner, evaluator)
            else:
                yield name, (entry, self.evaluator)

    @cached_property
    def conditions_declared(self) -> dict[str, tuple[Entry, Evaluator]]:
        """The conditions as written, by name."""
        return dict(self.entries(self.template.conditions))

    @property
    def resources(self) -> dict[str, StackResource]:
        """The resources by logical id; while loops that make some are evaluated, those made so far."""
        if self._resources is None:
            self._resources = {}
            for name, (entry, evaluator) in self.entries(self.template.resources):
                self._declare(name, entry, evaluator)
        return self._resources

    def _declare(self, name: str, entry: Entry, evaluator: Evaluator) -> None:
        from seamlint.evaluate.cloudformation.resources import StackResource

        assert self._resources is not None
        kind = entry.value.get("Type") if isinstance(entry.value, Mapping) else None
        if isinstance(kind, Literal) and isinstance(kind.value, str):
            self._resources[name] = StackResource(self, name, kind.value, entry, evaluator)
            return
        span = self.template.document.span(entry)
        if kind is None:
            self.problems.fail(f"resource {name} has no Type and was left out", span)
        else:
            self.problems.warn(f"the Type of {name} is no text: what it makes is not known", span)
        self.opaque.append(name)

    def deployed(self) -> Iterator[StackResource]:
        """Yield every resource that may exist, those of nested stacks after the one that makes them."""
        for resource in self.resources.values():
            if resource.presence is not Verdict.NO:
                yield resource
                if resource.type == STACK_SET:
                    tell_of_stack_set(resource)
                nested = resource.nested
                if nested is not None:
                    yield from nested.deployed()

    def stacks(self) -> Iterator[Stack]:
        """Yield this stack and those nested in it that may exist."""
        yield self
        for resource in self.resources.values():
            nested = resource.nested if resource.presence is not Verdict.NO else None
            if nested is not None:
                yield from nested.stacks()

    def parameter(self, name: str) -> Value:
        """Return the value of a declared parameter."""
        if name not in self._parameters:
            self._parameters[name] = parameter_value(self, name)
        return self._parameters[name]

    def condition(self, name: str, node: Node) -> Decision:
        """Return whether a named condition holds; ``node`` is where it is named."""
        if name in self._conditions:
            return self._conditions[name]
        declared = self.conditions_declared.get(name)
        if declared is None and "Conditions" in self.template.included:
            return Decision(Verdict.UNDECIDED, (f"condition {name}, which a macro may make",))
        if declared is None:
            return self._undecidable(f"no condition is called {name}", node)
        if name in self._deciding or len(self._deciding) >= DEEPEST_CONDITION:
            return self._undecidable(f"condition {name} depends on itself, or on too many others", node)
        self._deciding.append(name)
        entry, evaluator = declared
        self._conditions[name] = decide(evaluator, entry.value)
        self._deciding.pop()
        return self._conditions[name]

    @property
    def rewritten(self) -> tuple[str, ...]:
        """What is missing because a macro of the user's own may rewrite all of the template."""
        foreign = (name for name in self.template.transforms if not name.startswith("AWS::"))
        return tuple(f"what the macro {name} makes" for name in foreign)

    def may_grow(self, entry: Entry) -> bool:
        """Count one more entry that a loop makes; tell, and return False, when there are too many."""
        self._left -= 1
        if self._left < 0:
            self.evaluator.unusable(f"loops make more than {MOST_ENTRIES:,} entries; the rest was left out", entry)
        return self._left >= 0

    def _undecidable(self, message: str, node: Node) -> Decision:
        return Decision(Verdict.UNDECIDED, self.evaluator.unusable(message, node).needs)

    @cached_property
    def output_entries(self) -> dict[str, tuple[Entry, Evaluator]]:
        """The outputs as written, by name."""
        return dict(self.entries(self.template.outputs))

    def output(self, name: str) -> Value:
        """Return the value of a declared output; null where its condition does not hold."""
        if name not in self._outputs:
            entry, evaluator = self.output_entries[name]
            self._outputs[name] = Unknown((f"output {name}, which depends on itself",))
            self._outputs[name] = self._output(entry, evaluator)
        found = self._outputs[name]
        return None if isinstance(found, Absence) else found

    def _output(self, entry: Entry, evaluator: Evaluator) -> Found:
        written = entry.value.get("Value") if isinstance(entry.value, Mapping) else None
        if written is None:
            return evaluator.unusable("an output needs a Value", entry)
        assert isinstance(entry.value, Mapping)
        condition = entry.value.get("Condition")
        if isinstance(condition, Literal) and isinstance(condition.value, str):
            decision = self.condition(condition.value, condition)
            if decision.verdict is Verdict.NO:
                return None
        return evaluator.found(written)

    @property
    def outputs(self) -> dict[str, Value]:
        """All outputs that exist, by name."""
        found = {name: self.output(name) for name in self.output_entries}
        return {name: value for name, value in found.items() if value is not None}
