"""Resources of a stack, and what ``Ref`` and ``Fn::GetAtt`` see of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.computed import by_rule, known_names
from seamlint.evaluate.cloudformation.conditions import Decision, implied
from seamlint.evaluate.cloudformation.locator import TemplateLocator
from seamlint.evaluate.cloudformation.nested import LOCATIONS, nested_stack
from seamlint.evaluate.cloudformation.partial import scalar_text
from seamlint.evaluate.resource import Resource
from seamlint.evaluate.values import Reference, Unknown, Value, Verdict
from seamlint.syntax.cloudformation.tree import Literal, Mapping, Node

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.evaluator import Evaluator
    from seamlint.evaluate.cloudformation.stack import Stack
    from seamlint.evaluate.resource import Locator
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
        self.address: str = self._named(stack.prefix + logical_id, entry)
        self.type = kind
        self.entry = entry
        self._declared_by = evaluator
        self._attributes: dict[str, Value] = {}
        self._nesting = False
        if kind.endswith(MODULE):
            stack.opaque.append(logical_id)

    def _named(self, identity: str, entry: Entry) -> str:
        constructs = self.stack.options.constructs
        return identity if constructs is None else constructs.address(identity, self.logical_id, entry)

    def written(self, key: str) -> Node | None:
        """Return what stands under a key of the resource (``Properties``, ``Condition``)."""
        assert isinstance(self.entry.value, Mapping)
        return self.entry.value.get(key)

    @cached_property
    def _decision(self) -> Decision:
        condition = self.written("Condition")
        if isinstance(condition, Literal) and condition.value is not None:
            return self._declared_by.condition(scalar_text(condition.value) or "", condition)
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
    def properties(self) -> dict[str, Value] | Unknown:
        """Its properties, evaluated; those that are not set left out."""
        written = self.written("Properties")
        if written is None or (isinstance(written, Literal) and written.value is None):
            return {}
        try:
            found = self.evaluator.value(written)
        except RecursionError:
            return self.evaluator.unusable(f"{self.logical_id} depends on too much else, one inside the other", written)
        if isinstance(found, (dict, Unknown)):
            return found
        return self.evaluator.unusable(f"the properties of {self.logical_id} are no mapping", written)

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
        """Return it as every dialect becomes: undecided where nothing is known of its properties."""
        from seamlint.evaluate.partitions import partition_of

        options = self.stack.options
        properties = self.properties
        unread = properties.needs if isinstance(properties, Unknown) else ()
        return Resource(
            unit=self.stack.unit,
            address=self.address,
            type=self.type,
            dialect=options.dialect,
            values={} if isinstance(properties, Unknown) else properties,
            locator=self._locator(),
            presence=self.presence & Verdict.UNDECIDED if unread else self.presence,
            account=options.account,
            region=options.region,
            partition=partition_of(options.region) if options.region else None,
            missing=(*self.missing, *unread),
            ids=known_names(self),
            logical_id=self.logical_id,
        )

    def _locator(self) -> Locator:
        """Return what finds its places: in the program that the template was synthesised from, where that is told."""
        located, constructs = TemplateLocator(self), self.stack.options.constructs
        place = constructs.place(self.logical_id, self.entry) if constructs else None
        if place is None:
            return located
        from seamlint.evaluate.cloudformation.constructs import ConstructLocator

        return ConstructLocator(place, located, f"is synthesised as {self.logical_id}")
