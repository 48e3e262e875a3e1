"""Rules as data, from a YAML file to something that judges as any other rule does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.config import near
from seamlint.data_classes import dataclass
from seamlint.declared.comparisons import COMPARISONS
from seamlint.declared.comparisons import variable as variable_of
from seamlint.declared.condition import Condition, Weighed, every, opposite, some
from seamlint.declared.document import DeclarationError, read_rules
from seamlint.declared.questions import QUESTIONS
from seamlint.declared.selectors import Selector, selector
from seamlint.declared.wording import Template, template
from seamlint.evaluate.values import Verdict
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern
from seamlint.rule import CannotJudge, Rule, Severity

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

    from seamlint.declared.document import Written
    from seamlint.declared.model_view import Seen
    from seamlint.graph.graph import Graph
    from seamlint.rule import Outcome
    from seamlint.sources.span import Span

MOST_COMBINATIONS = 250_000
"""Combinations of what the variables of one rule select that are looked at."""
DEEPEST = 20
"""Conditions inside each other."""
_ID = Pattern(r"[A-Z][A-Z0-9]*-[0-9]{3,}")
_NAME = Pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = Pattern(r"https://[^\s<>\"'()]+")
_VARIABLE = Pattern(r"[a-z_][a-z0-9_]*")
_REQUIRED = ("id", "name", "severity", "what", "for", "if", "message", "at")
_OPTIONAL = ("why", "fix", "sources", "url", "evidence", "paste")


class _Step(NamedTuple):
    """A step of evidence: at what, and what it says."""

    at: str
    says: Template


@dataclass(frozen=True)
class DeclaredRule:
    """A rule that a YAML file holds.

    Attributes:
        rule, doc: as every rule has them.
        span: where its id is written.
        variables: what it is about, by name, in order.
        conditions: those that all have to hold.
        message, evidence, at: how a finding is said, and where.
        fix: in words.
        paste: the fix as text that can be pasted, where the rule has it.
    """

    rule: Rule
    doc: str
    span: Span
    variables: dict[str, Selector]
    conditions: tuple[Condition, ...]
    message: Template
    at: str
    evidence: tuple[_Step, ...]
    fix: str
    paste: Template | None

    def check(self, graph: Graph) -> Iterator[Outcome]:
        """Judge every combination of what the variables select; a condition as soon as all that it speaks of is bound.

        Raises:
            CannotJudge: there are too many combinations.
        """
        for bound, weighed in self._bound(graph, self._due(), {}, Weighed(Verdict.YES), [MOST_COMBINATIONS]):
            if weighed.verdict is Verdict.YES:
                yield self._finding(bound, weighed)
            else:
                entity = bound[self.at].entity
                yield self.rule.undecided(entity, self.message.filled(bound), weighed.needs)

    def _due(self) -> list[tuple[str, Condition]]:
        """Return the variables in order, each with the conditions that speak of it and of those before it alone."""
        names = list(self.variables)
        due = []
        for place, name in enumerate(names, 1):
            ready = [each for each in self.conditions if name in each.variables and each.variables <= {*names[:place]}]
            due.append((name, every(ready)))
        return due

    def _bound(
        self,
        graph: Graph,
        due: list[tuple[str, Condition]],
        bound: Mapping[str, Seen],
        so_far: Weighed,
        left: list[int],
    ) -> Iterator[tuple[Mapping[str, Seen], Weighed]]:
        if not due:
            yield bound, so_far
            return
        (name, condition), *further = due
        for seen in self.variables[name].select(graph):
            left[0] -= 1
            if left[0] < 0:
                raise CannotJudge(
                    f"more than {MOST_COMBINATIONS:,} combinations; narrow what its variables select", self.span
                )
            now = {**bound, name: seen}
            found = condition.weigh(graph, now)
            if found.verdict is not Verdict.NO and seen.entity.presence is not Verdict.NO:
                yield from self._bound(graph, further, now, _both(so_far, found, seen), left)

    def _finding(self, bound: Mapping[str, Seen], weighed: Weighed) -> Outcome:
        steps = tuple(bound[step.at].evidence(step.says.filled(bound)) for step in self.evidence)
        primary = bound[self.at].evidence(self.message.filled(bound))
        fix = self.paste.filled(bound) if self.paste else self.fix
        return self.rule.finding(self.message.filled(bound), primary, *steps, *weighed.because, fix=fix)


def _both(so_far: Weighed, found: Weighed, seen: Seen) -> Weighed:
    presence = seen.entity.presence
    missing = seen.entity.resource.missing if presence is Verdict.UNDECIDED else ()
    needs = tuple(dict.fromkeys((*so_far.needs, *found.needs, *missing)))
    return Weighed(so_far.verdict & found.verdict & presence, (*so_far.because, *found.because), needs)


def load_rules(path: str, errors: list[DeclarationError]) -> list[DeclaredRule]:
    """Return the rules of a YAML file; those that cannot be used are told in ``errors``, the others work."""
    rules: list[DeclaredRule] = []
    try:
        for written in read_rules(path):
            try:
                rules.append(_rule(written))
            except DeclarationError as error:
                errors.append(error)
    except DeclarationError as error:
        errors.append(error)
    return rules


def _rule(written: Written) -> DeclaredRule:
    fields = written.fields(_REQUIRED, _OPTIONAL)
    variables = _variables(fields["for"])
    condition = _condition(fields["if"], variables, DEEPEST)
    evidence = fields["evidence"].items() if "evidence" in fields else []
    return DeclaredRule(
        rule=Rule(
            _like(fields["id"], _ID, "ACME-001"),
            _like(fields["name"], _NAME, "words-with-hyphens"),
            _of(fields),
            _like(fields["url"], _ADDRESS, "https://wiki.example.com/ACME-001") if "url" in fields else "",
        ),
        doc=_doc(fields),
        span=fields["id"].span,
        variables=variables,
        conditions=condition.parts or (condition,),
        message=template(fields["message"], variables),
        at=variable_of(fields["at"], variables),
        evidence=tuple(_step(each, variables) for each in evidence),
        fix=fields["fix"].text.strip() if "fix" in fields else "",
        paste=template(fields["paste"], variables) if "paste" in fields else None,
    )


def _variables(written: Written) -> dict[str, Selector]:
    variables = {}
    for name, path in written.entries().items():
        if not _VARIABLE.fullmatch(name):
            raise path.error("is no name for a variable: small letters, digits and _")
        variables[name] = selector(path)
    if not variables:
        raise written.error("must say what the rule is about: role: $.Role[*]")
    return variables


def _condition(written: Written, variables: Mapping[str, Selector], depth: int) -> Condition:
    entries = written.entries()
    if len(entries) != 1 or not depth:
        raise written.error(f"must be one condition: {', '.join(sorted(_KEYS))}" if depth else "is nested too deeply")
    key, inner = next(iter(entries.items()))
    if key in ("all", "any"):
        parts = [_condition(each, variables, depth - 1) for each in inner.items()]
        if not parts:
            raise inner.error("must hold a condition")
        return every(parts) if key == "all" else some(parts)
    if key == "not":
        return opposite(_condition(inner, variables, depth - 1))
    read = COMPARISONS.get(key) or QUESTIONS.get(key)
    if read is None:
        raise inner.error(f"is no condition{near(key, sorted(_KEYS))}")
    found = read(inner, variables)
    if not found.variables:
        raise inner.error("speaks of no variable of this rule")
    return found


_KEYS = {"all", "any", "not", *COMPARISONS, *QUESTIONS}


def _step(written: Written, variables: Mapping[str, Selector]) -> _Step:
    fields = written.fields(("at", "says"))
    return _Step(variable_of(fields["at"], variables), template(fields["says"], variables))


def _like(written: Written, pattern: re.Pattern[str], example: str) -> str:
    if not pattern.fullmatch(written.text):
        raise written.error(f"must be written like {example}")
    return written.text


def _of(fields: Mapping[str, Written]) -> Severity:
    names = [each.value for each in Severity]
    if fields["severity"].text not in names:
        raise fields["severity"].error(f"must be one of {', '.join(names)}")
    return Severity(fields["severity"].text)


def _doc(fields: Mapping[str, Written]) -> str:
    """Return the explanation in the form of a module's docstring."""
    summary, _, further = fields["what"].text.strip().partition("\n\n")
    sections = [("What", further or summary)]
    sections += [(name.capitalize(), fields[name].text) for name in ("why", "fix") if name in fields]
    if "sources" in fields:
        sections.append(("Sources", "\n".join(f"- {each.text}" for each in fields["sources"].items())))
    return "\n\n".join((summary, *(f"{heading}:\n{text.strip()}" for heading, text in sections)))
