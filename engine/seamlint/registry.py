"""The rules that are installed: Seamlint's own and other packages', and which of them a run applies."""

from __future__ import annotations

import importlib
from itertools import chain
from typing import TYPE_CHECKING

from seamlint.config import near
from seamlint.data_classes import dataclass, replace
from seamlint.entry_points import entry_points
from seamlint.rule import Rule
from seamlint.sources.diagnostic import Diagnostic, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from seamlint.config import Config
    from seamlint.declared.document import DeclarationError
    from seamlint.rule import Check
    from seamlint.sources.span import Span

HOME = "https://github.com/seamlint/seamlint"
_OWN = "seamlint_rules."
GROUP = "seamlint.rules"
"""An entry point of this group names a sequence of module names; each module has one `Rule` and one ``check``."""


class UnknownRule(Exception):  # noqa: N818 - wrong use, not an error of the program
    """A name that is no rule's id or name, and no family; the message suggests the nearest."""


@dataclass(frozen=True)
class InstalledRule:
    """A rule, the function that judges, and its explanation.

    Attributes:
        module: name of the module.
        doc: the module's docstring.
        span: where it is written, of a rule as data.
    """

    rule: Rule
    check: Check
    module: str
    doc: str
    span: Span | None = None


def installed(diagnostics: list[Diagnostic] | None = None, files: Iterable[str] = ()) -> list[InstalledRule]:
    """Return every rule that is installed, and those of some files, by id.

    Args:
        diagnostics: what cannot be loaded is told here.
        files: rules as data (``.yaml``, ``.yml``), and modules of Python that hold one rule (``.py``).
    """
    problems = [] if diagnostics is None else diagnostics
    rules: dict[str, InstalledRule] = {}
    for found in chain(_packaged(problems), *(_of_file(file, problems) for file in files)):
        if found.rule.id in rules:
            taken = f"its id {found.rule.id} is taken by {rules[found.rule.id].module}"
            problems.append(_broken(found.module, taken, found.span))
        else:
            rules[found.rule.id] = found
    return [rules[name] for name in sorted(rules)]


def _packaged(problems: list[Diagnostic]) -> Iterator[InstalledRule]:
    for name in _modules(problems):
        found = _load(name, importlib.import_module, problems)
        if found:
            yield found


def _of_file(file: str, problems: list[Diagnostic]) -> Iterator[InstalledRule]:
    if file.endswith(".py"):
        found = _load(file, _module_of, problems)
        yield from (found,) if found else ()
        return
    from seamlint.declared.rule import load_rules

    errors: list[DeclarationError] = []
    yield from (InstalledRule(each.rule, each.check, file, each.doc, each.span) for each in load_rules(file, errors))
    problems += (Diagnostic(Level.ERROR, error.message, error.span) for error in errors)


def _module_of(file: str) -> ModuleType:
    """Import a module that somebody named on the command line."""
    import os
    from importlib.util import module_from_spec, spec_from_file_location

    name = os.path.splitext(os.path.basename(file))[0]
    spec = spec_from_file_location(f"seamlint_rule_{name}", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _modules(problems: list[Diagnostic]) -> Iterator[str]:
    for point in sorted(entry_points(GROUP), key=lambda point: (point.name != "seamlint", point)):
        module, _, attribute = point.value.partition(":")
        try:
            yield from getattr(importlib.import_module(module), attribute)
        except Exception as error:  # noqa: BLE001 - a package of somebody else's may fail in any way
            problems.append(_broken(point.name, f"{type(error).__name__}: {error}"))


def _load(name: str, load: Callable[[str], ModuleType], problems: list[Diagnostic]) -> InstalledRule | None:
    try:
        module = load(name)
        rule = next(value for value in vars(module).values() if isinstance(value, Rule))
        if name.startswith(_OWN):
            rule = replace(rule, url=f"{HOME}/blob/main/docs/rules/{rule.id}.md")
        return InstalledRule(rule, module.check, name, module.__doc__ or "")
    except Exception as error:  # noqa: BLE001 - a package of somebody else's may fail in any way
        problems.append(_broken(name, f"{type(error).__name__}: {error}" if str(error) else "it holds no rule"))
        return None


def _broken(name: str, reason: str, span: Span | None = None) -> Diagnostic:
    return Diagnostic(Level.ERROR, f"rules of {name} cannot be loaded: {reason}; mend or remove them", span)


def covers(name: str, rule: Rule) -> bool:
    """Tell whether a name that a person wrote (id, family or name, in any case) means a rule."""
    wanted = name.strip().upper()
    return wanted in (rule.id, rule.name.upper()) or rule.id.startswith(wanted + "-")


def chosen(
    rules: Sequence[InstalledRule], select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> list[InstalledRule]:
    """Return the rules that are selected (all where nothing is) and not ignored.

    Raises:
        UnknownRule: a name means no rule.
    """
    wanted = [rule for name in select for rule in named(rules, name)] or list(rules)
    unwanted = {rule.rule.id for name in ignore for rule in named(rules, name)}
    ids = {rule.rule.id for rule in wanted} - unwanted
    return [rule for rule in rules if rule.rule.id in ids]


def applied(
    rules: Sequence[InstalledRule], config: Config, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> tuple[list[InstalledRule], Config]:
    """Return the rules that a configuration and a person choose, and the configuration with severities by rule id.

    What the person selects counts in the place of what the configuration does.

    Raises:
        UnknownRule: a name means no rule.
    """
    weights = severities(rules, config.severity)
    off = [rule for rule, severity in weights.items() if severity == "off"]
    kept = chosen(rules, [*select] or config.select, [*ignore, *config.ignore, *off])
    return kept, replace(config, severity=weights)


def as_far_as_known(rules: Sequence[InstalledRule], config: Config) -> Config:
    """Return a configuration without what it says of rules that are not here, for they could not be loaded."""

    def is_known(name: str) -> bool:
        return any(covers(name, each.rule) for each in rules)

    severity = {name: each for name, each in config.severity.items() if is_known(name)}
    return replace(config, ignore=tuple(filter(is_known, config.ignore)), severity=severity)


def severities(rules: Sequence[InstalledRule], configured: Mapping[str, str]) -> dict[str, str]:
    """Return configured severities by rule id; what is said of a rule wins over what is said of its family.

    Raises:
        UnknownRule: a name means no rule.
    """
    meant = [(named(rules, name), severity) for name, severity in configured.items()]
    meant.sort(key=lambda each: -len(each[0]))
    return {rule.rule.id: severity for found, severity in meant for rule in found}


def named(rules: Sequence[InstalledRule], name: str) -> list[InstalledRule]:
    """Return the rules that a name means.

    Raises:
        UnknownRule: it means none.
    """
    if found := [rule for rule in rules if covers(name, rule.rule)]:
        return found
    raise UnknownRule(f"no rule is called {name!r}{suggestion(rules, name)}")


def suggestion(rules: Sequence[InstalledRule], name: str) -> str:
    """Return words that help to find the rule that a wrong name meant."""
    ids = [rule.rule.id for rule in rules]
    families = {rule.split("-")[0] for rule in ids}
    hint = near(name.upper(), [*ids, *families])
    return hint if hint.startswith(":") else f"; families: {', '.join(sorted(families))}; `seamlint rules` lists all"
