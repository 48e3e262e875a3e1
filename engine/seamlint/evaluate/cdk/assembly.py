"""The stacks of a cloud assembly: their templates, where they go, and the program that they come from.

Sources: AWS CDK developer guide, "Synthesize AWS CDK stacks", "Environments"; the cloud assembly schema's
``ArtifactManifest``, ``AwsCloudFormationStackProperties``, ``NestedCloudAssemblyProperties``, ``AssetManifest``,
``MetadataEntry``.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from seamlint.data_classes import dataclass
from seamlint.evaluate.cloudformation.constructs import Constructs
from seamlint.patterns import Pattern
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.reading import Unreadable, decoded, read_bytes, shown
from seamlint.sources.repository import boundary, inside
from seamlint.sources.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MANIFEST = "manifest.json"
STACK = "aws:cloudformation:stack"
NESTED = "cdk:cloud-assembly"
ASSETS = "cdk:asset-manifest"
DEEPEST = 20
"""Assemblies inside each other: a stage is one."""

_ENVIRONMENT = Pattern(r"aws://([^/]*)/([^/]*)\Z")
_FRAME = Pattern(r"(?:^|[\s(])((?:/|[A-Za-z]:\\)[^()\n]*?):(\d{1,7}):(\d{1,7})\)?\s*\Z")
_LIBRARIES = ("node_modules", "site-packages", "jsii-kernel", "jsii-runtime")


@dataclass(frozen=True)
class AssemblyStack:
    """One stack that an assembly deploys.

    Attributes:
        template: absolute path.
        account, region: its environment, None where it goes to whichever is current.
        name: the stack's.
    """

    template: str
    account: str | None
    region: str | None
    name: str | None
    constructs: Constructs


class Assemblies:
    """The assemblies among some files.

    Attributes:
        stacks: by absolute path of their template.
        folders: of the assemblies, absolute: what else lies there are assets.
        diagnostics: what could not be read.
    """

    def __init__(self, documents: Iterable[str], named: Iterable[str]) -> None:
        self.stacks: dict[str, AssemblyStack] = {}
        self.folders: set[str] = set()
        self.diagnostics: list[Diagnostic] = []
        self._named = tuple(named)
        for path in documents:
            if os.path.basename(path) == MANIFEST:
                self._read(os.path.dirname(path), 0)

    def templates(self, documents: Iterable[str]) -> list[str]:
        """Return the files that may be templates: of those in an assembly, what its manifest calls so."""
        others = (path for path in documents if not self._holds(path))
        return sorted({*self.stacks, *others})

    def _holds(self, path: str) -> bool:
        folder = os.path.dirname(path)
        while folder not in self.folders:
            above = os.path.dirname(folder)
            if above == folder:
                return False
            folder = above
        return True

    def _read(self, folder: str, depth: int) -> None:
        if folder in self.folders or depth > DEEPEST:
            return
        artifacts = self._json(os.path.join(folder, MANIFEST)).get("artifacts")
        told = list(_objects(artifacts))
        if not any(each.get("type") in (STACK, NESTED) for each in told):
            return
        self.folders.add(folder)
        uploaded = self._uploaded(folder, told)
        for each in told:
            properties = _object(each.get("properties"))
            if each.get("type") == STACK:
                self._stack(folder, each, properties, uploaded)
            elif each.get("type") == NESTED and (below := self._inside(folder, properties.get("directoryName"))):
                self._read(below, depth + 1)

    def _uploaded(self, folder: str, artifacts: list[dict[str, Any]]) -> dict[str, str]:
        """Return the files of an assembly that are uploaded as they are, by the name that they get."""
        found: dict[str, str] = {}
        for artifact in artifacts:
            manifest = _object(artifact.get("properties")).get("file") if artifact.get("type") == ASSETS else None
            path = self._inside(folder, manifest)
            for asset in _objects(self._json(path).get("files") if path else None):
                file = self._inside(folder, _object(asset.get("source")).get("path"))
                for place in _objects(asset.get("destinations")) if file else ():
                    found[str(place.get("objectKey"))] = file or ""
        return found

    def _stack(
        self, folder: str, artifact: dict[str, Any], properties: dict[str, Any], uploaded: dict[str, str]
    ) -> None:
        template = self._inside(folder, properties.get("templateFile"))
        if template is None:
            return
        beside = self._inside(folder, artifact.get("additionalMetadataFile"))
        metadata = {**_object(artifact.get("metadata")), **(self._json(beside) if beside else {})}
        environment = _ENVIRONMENT.match(str(artifact.get("environment")))
        account, region = environment.groups() if environment else ("", "")
        name = properties.get("stackName") or artifact.get("displayName")
        self.stacks[template] = AssemblyStack(
            template,
            account if len(account) == 12 and account.isdecimal() else None,
            region if region and not region.startswith("unknown") else None,
            name if isinstance(name, str) else None,
            self._constructs(metadata, folder, uploaded),
        )

    def _constructs(self, metadata: dict[str, Any], folder: str, uploaded: dict[str, str]) -> Constructs:
        paths: dict[str, str] = {}
        places: dict[str, Span] = {}
        stacks: set[str] = set()
        program = _program(folder)
        limit = boundary(program, self._named)
        for path, entries in metadata.items():
            for entry in _objects(entries):
                told = entry.get("data")
                if entry.get("type") == "aws:cdk:templateFile":
                    stacks.add(path.strip("/"))
                if entry.get("type") == "aws:cdk:logicalId" and isinstance(told, str):
                    paths[told] = "" if told in paths else path.encode("utf-8", "replace").decode()
                place = _place(_frames(entry), program, limit)
                if place is not None:
                    places.setdefault(path.strip("/"), place)
        return Constructs({each: path for each, path in paths.items() if path}, places, frozenset(stacks), uploaded)

    def _inside(self, folder: str, name: Any) -> str | None:
        """Return the absolute path of a file or folder of the assembly; None where it leads out of it."""
        if not isinstance(name, str) or "\0" in name:
            return None
        path = os.path.realpath(os.path.join(folder, name))
        return path if path != folder and inside(path, folder) else None

    def _json(self, path: str) -> dict[str, Any]:
        """Return the object that a file holds; an empty one, with a diagnostic, where an assembly's holds none."""
        text = ""
        try:
            text = decoded(read_bytes(path), path)
            return _object(json.loads(text))
        except Unreadable as error:
            message = str(error)
        except (ValueError, RecursionError):
            message = "this is no JSON; synthesise the assembly anew with `cdk synth`"
        if not any(mark in text for mark in ("artifacts", "aws:cdk")):
            return {}
        self.diagnostics.append(Diagnostic(Level.WARNING, message, Span(shown(path), 1, 1, 1, 1)))
        return {}


def _frames(entry: dict[str, Any]) -> Iterator[str]:
    """Yield the frames of a call stack, innermost first: of the construct itself, or of its logical id."""
    kinds = {"aws:cdk:creationStack": "data", "aws:cdk:logicalId": "trace"}
    frames = entry.get(kinds.get(str(entry.get("type")), ""))
    yield from (frame for frame in frames if isinstance(frame, str)) if isinstance(frames, list) else ()


def _program(folder: str) -> str:
    """Return the folder that the program was run in: the one around the outermost assembly."""
    while os.path.isfile(os.path.join(os.path.dirname(folder), MANIFEST)):
        folder = os.path.dirname(folder)
    return os.path.dirname(folder)


def _place(frames: Iterable[str], program: str, limit: str) -> Span | None:
    """Return the innermost line that is the program's own and lies in the repository."""
    for frame in frames:
        found = _FRAME.search(frame[:1000])
        if found is None or any(library in frame for library in _LIBRARIES):
            continue
        path = _here(found[1].replace("\\", "/").split("/"), program, limit)
        if path is not None:
            line, column = int(found[2]), int(found[3])
            return Span(shown(path), line, column, line, column + 1)
    return None


def _here(parts: list[str], program: str, limit: str) -> str | None:
    """Return a file of the program, also when the assembly was made in another folder or on another machine."""
    candidates = ["/".join(parts), *("/".join((program, *parts[at:])) for at in range(1, len(parts)))]
    for candidate in candidates:
        if "\0" not in candidate and inside(candidate, limit) and os.path.isfile(candidate):
            return os.path.realpath(candidate)
    return None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield from (each for each in items if isinstance(each, dict))
