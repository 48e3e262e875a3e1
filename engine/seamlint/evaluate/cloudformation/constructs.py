"""Where the resources of a synthesised template come from: constructs of the AWS CDK, and lines of the program.

Source: AWS CDK developer guide, "Constructs" (paths), "Synthesize AWS CDK stacks"; the template metadata
``aws:cdk:path``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.resource import Origin
from seamlint.evaluate.values import Text
from seamlint.syntax.cloudformation.tree import Literal, Mapping

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Locator
    from seamlint.evaluate.values import Path, Value
    from seamlint.sources.span import Span
    from seamlint.syntax.cloudformation.tree import Entry

PATH = "aws:cdk:path"
INSIDE = ("/Resource", "/Default")
"""What the path of the one resource that a construct is made for ends in."""


class Constructs:
    """The constructs of an assembly's stack.

    Args:
        paths: of constructs, by logical id.
        places: where the program makes a construct, by its path.
        stacks: paths of stacks.
        uploaded: absolute paths of files, by the name that they are uploaded as.
    """

    def __init__(
        self, paths: dict[str, str], places: dict[str, Span], stacks: frozenset[str], uploaded: dict[str, str]
    ) -> None:
        self._stacks = stacks
        self._paths = paths
        self._places = places
        self._uploaded = uploaded
        self._taken: dict[str, str] = {}

    def address(self, identity: str, logical_id: str, entry: Entry) -> str:
        """Return the path of the construct that a resource is, as people know it; its identity where there is none.

        ``identity`` is the logical id behind those of the stacks around, unique in the assembly's stack.
        """
        path = written_path(entry) or (self._paths.get(logical_id) if identity == logical_id else None)
        if path is None:
            return identity
        whole = path.strip("/")
        short = next((whole.removesuffix(end) for end in INSIDE if whole.endswith(end)), whole)
        for name in (short, whole):
            if self._taken.setdefault(name, identity) == identity:
                return name
        return identity

    def place(self, logical_id: str, entry: Entry) -> Span | None:
        """Return the line of the program that makes a resource, or the construct that it is a part of.

        None where the assembly does not tell; the line that makes a whole stack says too little.
        """
        path = (written_path(entry) or self._paths.get(logical_id) or "").strip("/")
        while path:
            for name in (path, *(path + end for end in INSIDE)):
                if name in self._places and name not in self._stacks:
                    return self._places[name]
            path = path.rpartition("/")[0]
        return None

    def file(self, url: Value) -> str | None:
        """Return the file of the assembly that will be at an address, whose end is known; None for other addresses."""
        last = url.parts[-1] if isinstance(url, Text) else url
        return self._uploaded.get(last.rpartition("/")[2]) if isinstance(last, str) else None


class ConstructLocator:
    """Finds places of a resource in the program that it was synthesised from."""

    __slots__ = ("_place", "_says", "_template")

    def __init__(self, place: Span, template: Locator, says: str) -> None:
        self._place = place
        self._template = template
        self._says = says

    def span_at(self, _: Path) -> Span:
        """Return the line that makes the construct; what it makes of its arguments, only the template tells."""
        return self._place

    def trail(self, path: Path) -> tuple[Origin, ...]:
        """Return where the value stands in the template, and what it came through there."""
        return (Origin(self._template.span_at(path), self._says), *self._template.trail(path))

    def referred(self) -> tuple[str, ...]:
        """Return what the resource refers to in the template."""
        return self._template.referred()


def written_path(entry: Entry) -> str | None:
    """Return the path that the metadata of a resource tells."""
    metadata = entry.value.get("Metadata") if isinstance(entry.value, Mapping) else None
    path = metadata.get(PATH) if isinstance(metadata, Mapping) else None
    return path.value if isinstance(path, Literal) and isinstance(path.value, str) and path.value else None
