"""Evaluated resources: what every dialect becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.values import Path, Value, Verdict
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from seamlint.sources.span import Span


DATA = Pattern(r'(?:module\.[^.\["]+(?:\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\])?\.)*data\.[^.]+\.')
"""The address of a Terraform data source, below any modules; instance keys may hold anything."""
STACKS = frozenset({"cloudformation", "cdk"})
"""Dialects that look nothing up; a stack in them may be called ``data``."""


LONGEST_TRAIL = 12
"""Steps of what a value came through. A reader follows no more."""


class Origin(NamedTuple):
    """A place that a value came through, and what it did there ("default of var.ports", "module.web is called")."""

    span: Span
    says: str


class Locator(Protocol):
    """Finds places of a resource's values on demand: only findings pay for them."""

    def span_at(self, path: Path) -> Span:
        """Return the place of the deepest written part of a path: the attribute, the block, else the resource."""
        ...

    def trail(self, path: Path) -> tuple[Origin, ...]:
        """Return the variables, locals and module calls that the value at a path came through, nearest first."""
        ...

    def referred(self) -> tuple[str, ...]:
        """Return the addresses, without instance keys, of what the resource's own code refers to."""
        ...


@dataclass(slots=True, eq=False)
class Resource:
    """One instance of a resource or data source, evaluated.

    Attributes:
        unit: path of the unit it belongs to (Terraform root folder, template, plan), as `Span.file` writes paths.
        address: unique in its unit: ``module.a["x"].aws_vpc.b[0]``, ``data.aws_vpc.c``, or a logical id.
        type: as the dialect writes it: ``aws_vpc``, ``AWS::EC2::VPC``.
        dialect: ``terraform``, ``cloudformation``, ``plan``, ``cdk`` or ``iam``.
        values: what is set, by attribute; nested blocks are lists of objects in source order; what is not set or null
            is left out. Where more blocks of a type may exist than are known, their list ends in an `Unknown`.
        presence: YES, or UNDECIDED when a count, for_each or condition is not known.
        account, region, partition: where it is deployed, None while not known.
        missing: why `presence` is undecided, or why some blocks are unknown.
        ids: known texts that name this resource from elsewhere (literal ARN, name), by attribute.
        logical_id: what its own template calls it; empty elsewhere.
        awaited: what it waits for by ``depends_on``, and in a plan by what its expressions refer to: addresses of
            resources and modules, without their own instance keys.
    """

    unit: str
    address: str
    type: str
    dialect: str
    values: dict[str, Value]
    locator: Locator
    presence: Verdict = Verdict.YES
    account: str | None = None
    region: str | None = None
    partition: str | None = None
    missing: tuple[str, ...] = ()
    ids: dict[str, Value] = field(default_factory=dict)
    logical_id: str = ""
    awaited: tuple[str, ...] = ()

    @property
    def mode(self) -> str:
        """``data`` for what is only looked up, else ``managed``."""
        looked_up = "data." in self.address and self.dialect not in STACKS and DATA.match(self.address)
        return "data" if looked_up else "managed"

    def span_at(self, path: Path = ()) -> Span:
        """Return the place of the deepest written part of a path."""
        return self.locator.span_at(path)

    def trail(self, path: Path = ()) -> tuple[Origin, ...]:
        """Return what the value at a path came through, nearest first."""
        return self.locator.trail(path)

    def referred(self) -> tuple[str, ...]:
        """Return the addresses, without instance keys, of what its code refers to, also where only values are left."""
        return self.locator.referred()


@dataclass(slots=True)
class Unit:
    """One thing that is deployed as a whole, evaluated.

    Attributes:
        path: folder of a Terraform root, or file of a template, plan or policy, as `Span.file` writes paths.
        outputs: by name.
        files: every file that was read for it.
        state: where its state is kept, so that another unit can read its outputs there; None while not known.
        absent: why more may be deployed with it than its resources: modules that are called and not on disk.
        handed: addresses, without instance keys, of what such modules are told of: they may add to it.
    """

    path: str
    dialect: str
    account: str | None
    region: str | None
    resources: list[Resource]
    outputs: dict[str, Value] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    state: tuple[str, ...] | None = None
    absent: tuple[str, ...] = ()
    handed: frozenset[str] = frozenset()
