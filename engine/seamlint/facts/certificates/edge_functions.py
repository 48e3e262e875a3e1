"""Functions that CloudFront cannot run at the edge.

Source: Amazon CloudFront Developer Guide, "Restrictions on Lambda@Edge", "Set up IAM permissions and roles for
Lambda@Edge".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Reference, Text, Unknown, Verdict, needs
from seamlint.facts.iam.access.policies import parsed
from seamlint.facts.iam.documents import Effect
from seamlint.facts.regions.whereabouts import (
    GLOBAL_REGION,
    absent,
    arn,
    is_foreign,
    missing,
    region_in,
    region_of,
)
from seamlint.graph.graph import Graph, fact
from seamlint.model.edge import FunctionAssociation
from seamlint.model.functions import FunctionVersion, LambdaFunction
from seamlint.model.iam import Role
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.documents import Statement
    from seamlint.model.entity import Entity, Maybe, Pointer

REGION, UNQUALIFIED, LATEST, ALIAS = "region", "unqualified", "latest", "alias"
UNPUBLISHED, VPC, ENVIRONMENT, ARM, TRUST = "publishes", "vpc", "environment", "arm", "trust"
SERVICE = "edgelambda.amazonaws.com"
_LATEST = "$LATEST"
_UNQUALIFIED = frozenset({"arn", "id", "function_name", "invoke_arn", "Arn", "Ref"})


@dataclass(frozen=True, eq=False)
class EdgeDefect:
    """Something that keeps CloudFront from running a function.

    Attributes:
        how: `REGION`, `UNQUALIFIED`, `LATEST`, `ALIAS` (of the association's ARN), `UNPUBLISHED` (it names a version
            of a function that has none), `VPC`, `ENVIRONMENT`, `ARM` (of the function) or `TRUST` (of its role).
        association: names the function.
        function: where the code declares it.
        region: of the function.
        role: whose trust lacks the service.
        verdict: whether it does.
        needs: what is missing to decide.
    """

    how: str
    association: FunctionAssociation
    function: LambdaFunction | None
    region: Maybe[str]
    role: Role | None
    verdict: Verdict
    needs: tuple[str, ...]


class _Named(NamedTuple):
    """A function as an association names it: ``qualifier`` is one of the kinds above, empty for a numbered version."""

    association: FunctionAssociation
    function: LambdaFunction | None
    qualifier: Maybe[str]
    region: Maybe[str]


@fact
def edge_defects(graph: Graph) -> list[EdgeDefect]:
    """Return what keeps functions from running at the edge, or may."""
    found: list[EdgeDefect] = []
    asked: set[int] = set()
    for association in graph.all(FunctionAssociation):
        named = _named(graph, association)
        found += _of_association(named)
        if named.function is not None and id(named.function) not in asked:
            asked.add(id(named.function))
            found += _of_function(graph, named, named.function)
    return [each for each in found if each.verdict is not Verdict.NO]


def _of_association(named: _Named) -> Iterator[EdgeDefect]:
    region, qualifier = named.region, named.qualifier
    if not is_foreign(region):
        elsewhere = Verdict.UNDECIDED if isinstance(region, Unknown) else Verdict.of(region != GLOBAL_REGION)
        yield _defect(REGION, named, elsewhere, missing(region))
    if isinstance(qualifier, Unknown):
        yield _defect(UNQUALIFIED, named, Verdict.UNDECIDED, qualifier.needs)
    elif qualifier:
        yield _defect(qualifier, named, Verdict.YES, ())


def _of_function(graph: Graph, named: _Named, function: LambdaFunction) -> Iterator[EdgeDefect]:
    for how, held in ((VPC, function.vpc), (ENVIRONMENT, function.environment), (ARM, function.arm)):
        verdict = Verdict.UNDECIDED if isinstance(held, Unknown) else Verdict.of(held)
        yield _defect(how, named, verdict, needs(held))
    role = graph.find(function.role, Role, function)
    if isinstance(role, Role) and role.trust is not None:
        statements = parsed(graph, role.trust).statements
        unknown = tuple(name for each in statements for name in each.missing)
        yield _defect(TRUST, named, ~_trusts(statements), unknown, role)
    elif function.role is not None:
        unknown = needs(function.role) or (f"the trust policy of the role of {function.address}",)
        yield _defect(TRUST, named, Verdict.UNDECIDED, unknown)


def _defect(
    how: str, named: _Named, verdict: Verdict, unknown: tuple[str, ...], role: Role | None = None
) -> EdgeDefect:
    parts = (named.association, named.function, role)
    lost = absent(*(each for each in parts if each is not None))
    if lost and verdict is Verdict.YES:
        verdict = Verdict.UNDECIDED
    return EdgeDefect(how, named.association, named.function, named.region, role, verdict, (*unknown, *lost))


def _trusts(statements: tuple[Statement, ...]) -> Verdict:
    """Tell whether a trust policy admits Lambda@Edge; everyone and everyone but some may be it too."""
    verdict = Verdict.NO
    for statement in statements:
        principals = statement.principals
        if statement.effect is Effect.DENY:
            continue
        if statement.effect is None or principals is None or principals.inverted:
            verdict |= Verdict.UNDECIDED
            continue
        for entry in principals.entries:
            verdict |= _is_edge(entry.type, entry.value)
    return verdict


def _is_edge(kind: str | None, value: object) -> Verdict:
    if not isinstance(value, str) or value == "*":
        return Verdict.UNDECIDED
    return Verdict.of(kind == "Service" and value == SERVICE)


def _named(graph: Graph, association: FunctionAssociation) -> _Named:
    """Return the function that an association names by its ARN, and how that is qualified."""
    pointer = association.function
    version = graph.find(pointer, FunctionVersion, association)
    if isinstance(version, FunctionVersion):
        function = _function(graph, version.function, version)
        region = region_of((function or version).resource)
        return _Named(association, function, ALIAS if version.alias else "", region)
    function = _function(graph, pointer, association)
    region = region_in(pointer) if function is None else region_of(function.resource)
    return _Named(association, function, _qualifier(pointer, function), region)


def _function(graph: Graph, pointer: Pointer, near: Entity) -> LambdaFunction | None:
    """Return the function that is declared for a pointer; a literal ARN may end in a version."""
    found = graph.find(pointer, LambdaFunction, near)
    if isinstance(found, LambdaFunction):
        return found
    if isinstance(pointer, str):
        shorter = graph.find(pointer.rpartition(":")[0], LambdaFunction, near)
        return shorter if isinstance(shorter, LambdaFunction) else None
    for part in pointer.parts if isinstance(pointer, Text) else ():
        found = graph.find(part, LambdaFunction, near) if isinstance(part, Reference) else None
        if isinstance(found, LambdaFunction):
            return found
    return None


def _qualifier(pointer: Pointer, function: LambdaFunction | None) -> Maybe[str]:
    parts = pointer.parts if isinstance(pointer, Text) else (pointer,)
    first, last = parts[0], parts[-1]
    if isinstance(last, Reference) and function is not None:
        return _computed(last, function, alone=len(parts) == 1)
    if arn(pointer) is None and not isinstance(first, Reference):
        return Unknown(needs(pointer) or (str(pointer),))
    written = "".join(part if isinstance(part, str) else "" for part in parts)
    return _written(written.rpartition(":function:")[2] if ":function:" in written else written, last, pointer)


def _computed(reference: Reference, function: LambdaFunction, *, alone: bool) -> Maybe[str]:
    """Return how an attribute of a function qualifies an ARN: a version's number, where each change publishes one."""
    if reference.attribute in _UNQUALIFIED:
        return UNQUALIFIED
    if reference.attribute not in ("qualified_arn", "version") or (alone and reference.attribute == "version"):
        return Unknown(needs(reference))
    published = function.publishes
    if isinstance(published, Unknown):
        return published
    return UNPUBLISHED if published is False else ""


def _written(name: str, last: str | Reference | Unknown | None, pointer: Pointer) -> Maybe[str]:
    """Return how the end of an ARN qualifies it: the function's name, then a version or alias, or nothing."""
    if not isinstance(last, str):
        return Unknown(needs(pointer))
    _, colon, qualifier = name.partition(":")
    if not colon:
        return UNQUALIFIED
    if qualifier == _LATEST:
        return LATEST
    return "" if qualifier.isdecimal() else ALIAS if qualifier else Unknown(needs(pointer))
