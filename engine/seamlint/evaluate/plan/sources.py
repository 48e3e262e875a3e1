"""What an unknown value of a plan comes from: the computed attributes that its expression refers to.

A plan tells of an expression only what it refers to. An unknown value can come from nothing but unknown values; where
an expression refers to just one, and stands where nothing but a name can (`identifiers`), that is whose it is. Where it
refers to several, and the plan does not say how many elements there are, the answer stays unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

from seamlint.evaluate.plan.addresses import Index, Key, Step, Tokens, module_steps, specific, tokens
from seamlint.evaluate.plan.document import object_of
from seamlint.evaluate.plan.identifiers import is_identifier
from seamlint.evaluate.terraform.computed import TEXTS
from seamlint.evaluate.values import Reference, Unknown
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.plan.configuration import Configuration
    from seamlint.evaluate.plan.document import Document, Planned

    Group = dict[Key, Planned]

_NO_RESOURCES = frozenset({"var", "local", "each", "count", "path", "terraform", "self"})
MOST_HOPS = 60
MOST_SOURCES = 500_000


class Source(NamedTuple):
    """One thing that a value comes from.

    Attributes:
        key: of the instance in its group, where the expression names the whole group.
    """

    value: Union[Reference, Unknown]
    key: Key = None


class Sources(NamedTuple):
    """All that a value comes from.

    Attributes:
        selected: whether known values, too, have a say in it: they may select, or add known elements.
    """

    found: tuple[Source, ...] = ()
    selected: bool = False


class Place(NamedTuple):
    """Where an expression stands.

    Attributes:
        module: the calls that lead to the instance of its module.
        key: the key of the instance of the resource, or of the call, that it belongs to.
        siblings: the keys of all instances of that.
        repeated: the expression of its ``for_each``.
    """

    module: tuple[Step, ...]
    key: Key = None
    siblings: frozenset[Key] = frozenset()
    repeated: Any = None


class Ledger:
    """The resources of a plan, found as expressions find them."""

    def __init__(self, unit: str, document: Document, configuration: Configuration) -> None:
        self.unit = unit
        self.configuration = configuration
        self._variables = document.variables
        self._groups: dict[tuple[tuple[Step, ...], str, str, str], Group] = {}
        self._modules: dict[tuple[tuple[Step, ...], str], dict[Key, None]] = {}
        self._known: dict[tuple[Any, ...], Sources] = {}
        self._arguments: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._left = MOST_SOURCES
        self._hops = 0
        for each in document.resources:
            steps = module_steps(each.module)
            self._groups.setdefault((steps, each.mode, each.type, each.name), {})[each.key] = each
            for at in range(len(steps)):
                self._modules.setdefault((steps[:at], steps[at].name), {})[steps[at].key] = None

    def place_of(self, planned: Planned) -> Place:
        """Return where the expressions of a resource stand."""
        steps = module_steps(planned.module)
        group = self._groups.get((steps, planned.mode, planned.type, planned.name), {})
        return Place(steps, planned.key, frozenset(group), self.written(planned).get("for_each_expression"))

    def written(self, planned: Planned) -> dict[str, Any]:
        """Return what the configuration holds of a resource."""
        module = self.configuration.module(module_steps(planned.module))
        return module.resources.get((planned.mode, planned.type, planned.name), {})

    def awaited(self, planned: Planned) -> Iterator[str]:
        """Yield what a resource waits for: addresses, without their own instance keys, of resources and modules.

        That is what ``depends_on`` names, what its expressions refer to, and, as a plan does not tell which argument a
        module uses where, all that the calls refer to which lead to its module.
        """
        written, steps = self.written(planned), module_steps(planned.module)
        yield from _below(planned.module, _depended(written))
        yield from _below(planned.module, _referred(written.get("expressions")))
        yield from self._passed(tuple(step.name for step in steps))

    def _passed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return what the calls that lead to a module refer to."""
        if names and names not in self._arguments:
            call = self.configuration.module(Step(name, None) for name in names)
            above = ".".join(f"module.{name}" for name in names[:-1])
            own = dict.fromkeys(_below(above, _referred(call.arguments)))
            self._arguments[names] = (*own, *self._passed(names[:-1]))
        return self._arguments.get(names, ())

    def sources(self, expression: Any, place: Place, wanted: str, rest: Tokens = ()) -> Sources:
        """Return what an expression's unknown value comes from.

        Args:
            wanted: the attribute that is meant where the expression names whole resources.
            rest: what is taken of its value.
        """
        key = (id(expression), place.module, place.key, wanted, rest)
        if key not in self._known:
            if self._hops >= MOST_HOPS or self._left <= 0:
                return Sources((Source(Unknown(tuple(specific(expression)))),))
            self._hops += 1
            self._known[key] = self._all(expression, place, wanted, rest)
            self._hops -= 1
            self._left -= len(self._known[key].found) + 1
        return self._known[key]

    def known(self, expression: Any) -> Any:
        """Return the value of a root expression that is constant, or is nothing but a known value; None for others."""
        if isinstance(expression, dict) and "constant_value" in expression:
            return expression["constant_value"]
        names = specific(expression)
        read = tokens(names[0]) if len(names) == 1 else ()
        if len(read) > 1 and read[0] == "var":
            return _at(self._variables.get(str(read[1])), read[2:])
        mode, read = ("data", read[1:]) if read[:1] == ("data",) else ("managed", read)
        group = self._groups.get(((), mode, str(read[0]), str(read[1])), {}) if len(read) > 2 else {}
        return _at(group[None].after, read[2:]) if None in group else None

    def _all(self, expression: Any, place: Place, wanted: str, rest: Tokens) -> Sources:
        names = specific(expression)
        each = [_own(self._named(name, place, wanted, rest), place, names) for name in names]
        found = dict.fromkeys(source for sources in each for source in sources.found)
        return Sources(tuple(found), any(sources.selected for sources in each))

    def _named(self, name: str, place: Place, wanted: str, rest: Tokens) -> Sources:
        read = tokens(name)
        head = read[0] if read else ""
        if head in ("path", "terraform", "count", "self") or name == "each.key":
            return Sources()
        if head == "var" and len(read) > 1:
            return self._variable(str(read[1]), place, wanted, (*read[2:], *rest))
        if head == "module" and len(read) > 1:
            return self._module(read[1:], place, wanted, rest)
        if head == "each":
            return self._each(place, wanted, (*read[2:], *rest))
        mode, own = ("data", read[1:]) if head == "data" else ("managed", read)
        if head == "local" or len(own) < 2:
            return Sources((Source(Unknown((name,))),))
        return self._resource(mode, own, place, wanted, rest)

    def _variable(self, name: str, place: Place, wanted: str, rest: Tokens) -> Sources:
        if not place.module:
            value = self._variables.get(name)
            return Sources(selected=value not in (None, True, False, "", [], {}))
        caller, step = place.module[:-1], place.module[-1]
        call = self.configuration.module(place.module)
        keys = frozenset(self._modules.get((caller, step.name), {}))
        outside = Place(caller, step.key, keys, call.repeated)
        written = call.arguments.get(name)
        if isinstance(written, dict) and "constant_value" in written:
            return Sources(selected=written["constant_value"] not in (None, True, False, "", [], {}))
        return self.sources(written, outside, wanted, rest)

    def _module(self, read: Tokens, place: Place, wanted: str, rest: Tokens) -> Sources:
        name, after = str(read[0]), read[1:]
        chosen, after = _chosen(self._modules.get((place.module, name), {None: None}), after)
        output, rest = (str(after[0]) if after else ""), (*after[1:], *rest)
        found: list[Source] = []
        selected = False
        for key in chosen:
            inside = (*place.module, Step(name, key))
            written = self.configuration.module(inside).outputs.get(output)
            sources = self.sources(written, Place(inside), wanted, rest)
            selected |= sources.selected
            found += (Source(source.value, key) for source in sources.found) if len(chosen) > 1 else sources.found
        return Sources(tuple(found), selected)

    def _each(self, place: Place, wanted: str, rest: Tokens) -> Sources:
        """Return what ``each.value`` comes from: where ``for_each`` runs over a group, its instance of the same key."""
        sources = self.sources(place.repeated, place, wanted, rest)
        same = [source for source in sources.found if source.key == place.key]
        return Sources(tuple(same) if len(same) == 1 else sources.found, sources.selected)

    def _resource(self, mode: str, read: Tokens, place: Place, wanted: str, rest: Tokens) -> Sources:
        group = self._groups.get((place.module, mode, str(read[0]), str(read[1])), {})
        chosen, path = _chosen(group, read[2:])
        path = path if path and _is_text(path[-1]) else (*path, *rest)
        if len(chosen) > 1 and path and isinstance(path[0], Index):
            chosen, path = _indexed(chosen, path[0].key), path[1:]
        plural = len(chosen) > 1
        found: list[Source] = []
        selected = False
        for key in chosen:
            sources = self._attribute(group[key], path, wanted)
            selected |= sources.selected
            found += (Source(source.value, key) for source in sources.found) if plural else sources.found
        return Sources(tuple(found), selected)

    def _attribute(self, planned: Planned, path: Tokens, wanted: str) -> Sources:
        """Return what an attribute comes from: another resource's where it is passed on, else its own resource."""
        names = [str(step.key) if isinstance(step, Index) else step for step in path] or [wanted]
        if _at(planned.after, tuple(path) or (wanted,)) is not None:
            return Sources(selected=True)
        passed = object_of(self.written(planned).get("expressions")).get(names[0])
        if passed is not None and len(names) == 1 and is_identifier(names[0]) and specific(passed):
            return self.sources(passed, self.place_of(planned), names[0])
        return Sources((Source(Reference(self.unit, planned.address, ".".join(names))),))


def _own(sources: Sources, place: Place, beside: list[str]) -> Sources:
    """Return the one source that ``[each.key]`` or ``[count.index]`` selects.

    A reference does not hold them; they stand beside it. What is counted may be computed with, so that only as many
    instances on both sides are taken for each other.
    """
    own = [source for source in sources.found if source.key == place.key is not None]
    counted = "count.index" in beside and {source.key for source in sources.found} == place.siblings
    return Sources(tuple(own), sources.selected) if len(own) == 1 and (counted or "each.key" in beside) else sources


def _chosen(keys: Iterable[Key], path: Tokens) -> tuple[list[Key], Tokens]:
    """Return which instances a reference means, and what is left of it."""
    present = list(keys)
    if path and isinstance(path[0], Index) and present != [None]:
        return [key for key in present if key == path[0].key], path[1:]
    return present, path


def _is_text(step: str | Index) -> bool:
    """Tell whether an attribute is text by its name, so that what is taken of it means a list or map around it."""
    return isinstance(step, str) and (step in TEXTS or step.endswith(("_id", "_arn")))


def _indexed(keys: list[Key], key: Key) -> list[Key]:
    """Return the instance at a place of a list of all (numbers), or by its key (text)."""
    if isinstance(key, int):
        return keys[key : key + 1]
    return [key] if key in keys else keys


def _at(value: Any, path: Tokens) -> Any:
    """Return what stands at a path in a value that is known; None where nothing does."""
    for step in path:
        key = step.key if isinstance(step, Index) else step
        if isinstance(value, dict):
            value = value.get(str(key))
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value


def _below(module: str, names: Iterable[str]) -> Iterator[str]:
    return (f"{module}.{name}" if module else name for name in names)


def _depended(written: dict[str, Any]) -> Iterator[str]:
    named = written.get("depends_on")
    return (name for name in named if isinstance(name, str)) if isinstance(named, list) else iter(())


def _referred(expressions: Any) -> Iterator[str]:
    """Yield the addresses of resources and modules that expressions refer to, at any depth."""
    pending = [expressions]
    while pending:
        at = pending.pop()
        pending += at.values() if isinstance(at, dict) else at if isinstance(at, list) else ()
        named = at.get("references") if isinstance(at, dict) else None
        for name in named if isinstance(named, list) else ():
            parts = name.split(".") if isinstance(name, str) else []
            length = 3 if parts[:1] == ["data"] else 2
            if len(parts) >= length and parts[0] not in _NO_RESOURCES:
                yield ".".join(parts[:length]).partition("[")[0]
