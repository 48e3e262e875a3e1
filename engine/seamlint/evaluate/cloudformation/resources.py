"""Resources of a stack, and what ``Ref`` and ``Fn::GetAtt`` see of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.computed import by_rule, known_names
from seamlint.evaluate.cloudformation.conditions import Decision, implied
from seamlint.evaluate.cloudformation.locator import TemplateLocator
from seamlint.evaluate.cloudformation.nested import LOCATIONS, nested_stack
from seamlint.evaluate.resource import Resource
from seamlint.evaluate.values import Reference, Unknown, Value, Verdict
from seamlint.syntax.cloudformation.tree import Literal, Mapping, Node

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.evaluator import Evaluator
    from seamlint.evaluate.cloudformation.stack import Stack
    from seamlint.syntax.cloudformation.tree import Entry


MODULE = "::MODULE"
MOST_HOPS = 20
"""Resources whose names are made of each other's."""


class StackResource:
    """One resource of a template, or one that a loop makes.

    Attributes:
        address: its logical id, behind those of the stacks around.
        entry: where it is written.
        missing: why it is not known whether it exists; empty when it is.
    """

    def __init__(self, stack: Stack, logical_id: str, kind: str, entry: Entry, evaluator: Evaluator) -> None:
        self.stack = stack
        self.logical_id = logical_id
        self.address: str = stack.prefix + logical_id
        self.type = kind
        self.entry = entry
        self._declared_by = evaluator
        self._attributes: dict[str, Value] = {}
        self._nesting = False
        if kind.endswith(MODULE):
            stack.opaque.append(logical_id)

    def written(self, key: str) -> Node | None:
        """Return what stands under a key of the resource (``Properties``, ``Condition``)."""
        assert isinstance(self.entry.value, Mapping)
        return self.entry.value.get(key)

    @cached_property
    def _decision(self) -> Decision:
        condition = self.written("Condition")
        if isinstance(condition, Literal) and isinstance(condition.value, str):
            return self._declared_by.condition(condition.value, condition)
        return Decision(Verdict.YES)

    @property
    def presence(self) -> Verdict:
        """Whether it will exist."""
        whole = Verdict.UNDECIDED if self.stack.missing or self._declared_by.missing else Verdict.YES
        return whole & self._decision.verdict

    @property
    def missing(self) -> tuple[str, ...]:
        """Why it is not known whether it exists."""
        return tuple(dict.fromkeys((*self.stack.missing, *self._declared_by.missing, *self._decision.missing)))

    @cached_property
    def evaluator(self) -> Evaluator:
        """What evaluates its properties: where it exists, its condition holds."""
        condition = self.written("Condition")
        if self._decision.verdict is Verdict.YES or not isinstance(condition, Literal):
            return self._declared_by
        return self._declared_by.assuming(implied(self.stack, self._declared_by.filled(str(condition.value))))

    @cached_property
    def values(self) -> dict[str, Value]:
        """Its properties, evaluated; those that are not set left out."""
        written = self.written("Properties")
        if written is None or (isinstance(written, Literal) and written.value is None):
            return {}
        try:
            found = self.evaluator.value(written)
        except RecursionError:
            found = self.evaluator.unusable(
                f"{self.logical_id} depends on too much else, one inside the other", written
            )
        if not isinstance(found, (dict, Unknown)):
            self.evaluator.unusable(f"the properties of {self.logical_id} are no mapping", written)
        return found if isinstance(found, dict) else {}

    def own(self, name: str) -> Value:
        """Return one property without evaluating the others; null where it is not set."""
        written = self.written("Properties")
        node = written.get(name) if isinstance(written, Mapping) else None
        return self.evaluator.value(node) if node is not None else None

    def attribute(self, name: str) -> Value:
        """Return an attribute (``Ref`` for what ``Ref`` gives): text where CloudFormation's rule is fixed."""
        if name not in self._attributes:
            reference = Reference(self.stack.unit, self.address, name)
            self._attributes[name] = reference
            with self.stack.scan.hop(MOST_HOPS) as allowed:
                known = by_rule(self, name) if allowed else None
            self._attributes[name] = reference if known is None else known
        return self._attributes[name]

    @property
    def nested(self) -> Stack | None:
        """The stack that it makes, where its template is on disk; none while its own parameters ask for it."""
        if self.type not in LOCATIONS or self._nesting:
            return None
        self._nesting = True
        stack = self._nested
        self._nesting = False
        return stack

    @cached_property
    def _nested(self) -> Stack | None:
        return nested_stack(self)

    def evaluated(self) -> Resource:
        """Return it as every dialect becomes."""
        from seamlint.evaluate.partitions import partition_of

        options = self.stack.options
        return Resource(
            unit=self.stack.unit,
            address=self.address,
            type=self.type,
            dialect="cloudformation",
            values=self.values,
            locator=TemplateLocator(self),
            presence=self.presence,
            account=options.account,
            region=options.region,
            partition=partition_of(options.region) if options.region else None,
            missing=self.missing,
            ids=known_names(self),
        )
