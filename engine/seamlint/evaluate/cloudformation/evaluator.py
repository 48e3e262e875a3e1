"""Evaluation of a template's nodes: literals, lists, mappings and functions.

Every node is evaluated once, both branches of an undecided condition too, so the cost is that of the template's text.
Source: CloudFormation Template Reference, "Intrinsic function reference".
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.dynamic_references import MARK, resolved
from seamlint.evaluate.cloudformation.partial import NO_VALUE, Absence, Found, text
from seamlint.evaluate.cloudformation.work import TOO_MUCH
from seamlint.evaluate.values import Unknown, Value, needs
from seamlint.patterns import Pattern
from seamlint.syntax.cloudformation.tree import Call, Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as Table

    from seamlint.evaluate.cloudformation.conditions import Decision
    from seamlint.evaluate.cloudformation.partial import Part
    from seamlint.evaluate.cloudformation.stack import Stack
    from seamlint.syntax.cloudformation.tree import Entry

    Function = Callable[["Evaluator", Node], Found]

LOOP = "Fn::ForEach::"
VARIABLE = Pattern(r"\$\{(\w+)\}")


class Evaluator:
    """Evaluates the nodes of one stack's template.

    Attributes:
        stack: whose parameters, conditions and resources the functions mean.
        variables: values of the loops around, by name.
        assumed: conditions that are taken as decided: a resource's own, for where it does not hold, nothing exists.
        missing: why it is not known how often a loop around goes round; empty when it is.
    """

    __slots__ = ("_functions", "assumed", "missing", "stack", "variables")

    def __init__(self, stack: Stack, variables: Table[str, Value], missing: tuple[str, ...] = ()) -> None:
        self.stack = stack
        self.variables = variables
        self.missing = missing
        self.assumed: Table[str, Decision] = {}
        self._functions = functions()

    def within(self, name: str, value: Value) -> Evaluator:
        """Return what evaluates the inside of a loop; an unknown value stands for any number of rounds."""
        missing = tuple(dict.fromkeys((*self.missing, *needs(value))))
        return Evaluator(self.stack, {**self.variables, name: value}, missing)

    def assuming(self, assumed: Table[str, Decision]) -> Evaluator:
        """Return what evaluates the same with some conditions taken as decided."""
        evaluator = Evaluator(self.stack, self.variables, self.missing)
        evaluator.assumed = assumed
        return evaluator

    def condition(self, name: str, node: Node) -> Decision:
        """Return whether a named condition holds; ``node`` is where it is named."""
        name = self.filled(name)
        return self.assumed.get(name) or self.stack.condition(name, node)

    def value(self, node: Node) -> Value:
        """Return what a node stands for; null where it is ``AWS::NoValue``."""
        found = self.found(node)
        return None if isinstance(found, Absence) else found

    def found(self, node: Node) -> Found:
        """Return what a node stands for."""
        if isinstance(node, Literal):
            return self.literal(node)
        if not self.stack.work.spend(1):
            return Unknown((TOO_MUCH,))
        if isinstance(node, Mapping):
            return self.mapping(node)
        if isinstance(node, Sequence):
            items = map(self.found, node.items)
            return [item for item in items if not isinstance(item, Absence)]
        assert isinstance(node, Call)
        function = self._functions.get(node.name)
        if function is None:
            return self.unusable(f"{node.name} is no function of CloudFormation", node)
        return function(self, node.argument)

    def literal(self, node: Literal) -> Value:
        """Return a scalar, with the variables of loops and dynamic references in it."""
        value = node.value
        if not isinstance(value, str):
            return value
        if self.variables:
            value = self.filled(value)
            if self.missing and (open_names := VARIABLE.findall(value)):
                return self._partly(value, open_names)
        return resolved(value) if MARK in value else value

    def _partly(self, value: str, names: list[str]) -> Value:
        """Return a text with what is not known of the variables of loops in their places."""
        parts: list[Part] = []
        for name in names:
            before, _, value = value.partition(f"${{{name}}}")
            known = self.variables.get(name)
            parts += [before, known if isinstance(known, Unknown) else f"${{{name}}}"]
        return text([*parts, value])

    def filled(self, text: str) -> str:
        """Return a text with the known variables of loops in their places (``${Name}``, or ``&{Name}`` in names)."""
        for name, value in self.variables.items():
            if isinstance(value, str) and name in text:
                plain = "".join(filter(str.isalnum, value))
                text = text.replace(f"${{{name}}}", value).replace(f"&{{{name}}}", plain)
        return text

    def mapping(self, node: Mapping) -> Value:
        """Return the entries that are there; of a mapping that a macro changes, nothing is known."""
        found: dict[str, Value] = {}
        for name, entry in node.entries.items():
            if name.startswith("Fn::"):
                if not name.startswith(LOOP):
                    return self._mixed(name, entry)
                found.update(self.loop(name, entry))
                continue
            value = self.found(entry.value)
            if value is not NO_VALUE and value is not None:
                assert not isinstance(value, Absence)
                found[self.filled(name) if self.variables else name] = value
        return found

    def loop(self, name: str, entry: Entry) -> dict[str, Value]:
        """Return the entries that an ``Fn::ForEach`` among properties makes."""
        from seamlint.evaluate.cloudformation.loops import expanded

        made: dict[str, Value] = {}
        for key, inner, evaluator in expanded(self, name, entry):
            value = evaluator.found(inner.value)
            if not isinstance(value, Absence) and value is not None:
                made[key] = value
        return made

    def _mixed(self, name: str, entry: Entry) -> Value:
        if name == "Fn::Transform":
            return Unknown(("what the macro of Fn::Transform makes",))
        return self.unusable(f"{name} has to stand alone in its mapping", entry)

    def unusable(self, message: str, node: Node | Entry) -> Unknown:
        """Remember what makes a value unusable, return an unknown instead."""
        return self.stack.problems.unusable(message, self.stack.template.document.source.span(node.start, node.end))


_TABLE: dict[str, Function] = {}


def functions() -> dict[str, Function]:
    """Return the functions by name; their modules are loaded when a template is evaluated."""
    if not _TABLE:
        for module in ("choices", "lookups", "names", "texts", "lists", "addresses"):
            _TABLE.update(import_module(f"seamlint.evaluate.cloudformation.functions.{module}").FUNCTIONS)
    return _TABLE
