"""What the person who runs the linter says about the code: variables, accounts, regions, where modules lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seamlint.sources.span import SourceText


class Assignment(NamedTuple):
    """One ``-var`` (``kind`` is ``var``, ``text`` is ``name=value``) or ``-var-file`` (``text`` is its path)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Options:
    """How roots are evaluated.

    Attributes:
        assignments: ``-var`` and ``-var-file`` in the order given: the last one wins. Relative paths are relative to
            the root's folder when a file is there, else to the current directory.
        environment: environment variables; those named ``TF_VAR_...`` set variables.
        account, region: where a root goes that does not say so itself.
        fixed_account, fixed_region: what the configuration file says of this root; wins over its own provider.
        modules: module source address to folder, from the configuration file.
        workspace: value of ``terraform.workspace``.
        given: texts like ``.tfvars.json`` files whose values win over all others.
    """

    assignments: tuple[Assignment, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    account: str | None = None
    region: str | None = None
    fixed_account: str | None = None
    fixed_region: str | None = None
    modules: Mapping[str, str] = field(default_factory=dict)
    workspace: str = "default"
    given: tuple[SourceText, ...] = ()
