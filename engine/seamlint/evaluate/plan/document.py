"""Reads what ``terraform show -json`` prints of a plan or a state.

Sources: Terraform documentation, "JSON Output Format" (format versions 1.x); PowerShell documentation,
"about_Character_Encoding" (redirection writes UTF-16 in Windows PowerShell).
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.plan.cursor import Cursor
from seamlint.patterns import Pattern
from seamlint.sources.reading import Unreadable, beginning, decoded, read_bytes, shown
from seamlint.sources.span import SourceText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LARGEST = 256 * 1024 * 1024
"""Bytes. Plans hold every value several times over."""

_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be", b"{\0": "utf-16-le", b"\0{": "utf-16-be"}
_SURROGATE = Pattern("[\ud800-\udfff]")
_MARKS = ("format_version", "terraform_version")
_CONTENT = ("resource_changes", "planned_values", "values", "configuration")


@dataclass(slots=True)
class Planned:
    """A resource or data source as it will be, or is.

    Attributes:
        module: address of its module's instance, empty for the root.
        key: its ``count`` or ``for_each`` key.
        after: its values.
        unknown, sensitive: which of them are not known yet, or must not be printed: ``True`` for a whole value.
        start: offset in the file of the object that tells this.
        path: where its values stand in that object.
        deferred: whether it is not known yet if it will be made.
    """

    address: str
    module: str
    mode: str
    type: str
    name: str
    key: str | int | None
    after: dict[str, Any]
    unknown: Any
    sensitive: Any
    start: int
    path: tuple[str, ...]
    deferred: bool = False


@dataclass(slots=True)
class Document:
    """A plan or a state.

    Attributes:
        path: absolute.
        source: its text.
        kind: ``plan`` or ``state``.
        version: its format version.
        resources: what will be there, data sources included.
        outputs: value, ``unknown`` and ``sensitive`` marks by name.
        complete: whether it tells of everything that the code declares.
    """

    path: str
    source: SourceText
    kind: str = "state"
    version: str = ""
    resources: list[Planned] = field(default_factory=list)
    configuration: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, tuple[Any, Any, Any]] = field(default_factory=dict)
    complete: bool = True


def is_document(path: str) -> bool:
    """Tell whether a JSON file is a plan or a state, by what it says of itself; False where it cannot be read."""
    try:
        if b"{" not in beginning(path, 64):
            return False
        content = read_bytes(path, LARGEST)
    except Unreadable:
        return False
    encoding = _encoding(content)
    present = [f'"{name}"'.encode(encoding) in content for name in (*_MARKS, *_CONTENT)]
    return all(present[:2]) and any(present[2:])


def read_document(path: str, source: SourceText) -> Document | None:
    """Read a plan or a state from its text; None for JSON that is neither.

    Raises:
        SyntaxFailure: it is no JSON.
    """
    document = Document(path, source)
    found = _Reader(document).read()
    return document if found >= set(_MARKS) and not found.isdisjoint(_CONTENT) else None


def text_in(path: str) -> SourceText:
    """Return the text of a file in whichever encoding Terraform's output was saved.

    Raises:
        Unreadable: the file cannot be read as text.
    """
    content = read_bytes(path, LARGEST)
    encoding = _encoding(content)
    if encoding == "utf-8":
        return SourceText(shown(path), decoded(content, path))
    return SourceText(shown(path), content.decode(encoding, "replace").removeprefix("\ufeff"))


def _encoding(content: bytes) -> str:
    return _UTF_16.get(content[:2], "utf-8")


class _Reader:
    """Fills a document, member by member."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._cursor = Cursor(document.source.text)
        self._planned: list[Planned] = []
        self._readers: dict[str, Callable[[], None]] = {
            "format_version": self._version,
            "variables": self._variables,
            "planned_values": self._planned_values,
            "values": self._values,
            "prior_state": self._prior_state,
            "resource_changes": lambda: self._changes(deferred=False),
            "deferred_changes": lambda: self._changes(deferred=True),
            "output_changes": self._output_changes,
            "configuration": self._configuration,
            "complete": self._whole,
            "errored": self._failed,
        }

    def read(self) -> set[str]:
        """Read everything; return the names of the members."""
        found = set()
        for name in self._cursor.members():
            found.add(name)
            if name in self._readers:
                self._readers[name]()
        document = self._document
        document.kind = "plan" if found & {"resource_changes", "planned_values", "configuration"} else "state"
        if "resource_changes" not in found:
            document.resources = [*self._planned, *document.resources]
        self._planned = []
        return found

    def _version(self) -> None:
        self._document.version = text_of(self._cursor.value())

    def _configuration(self) -> None:
        self._document.configuration = object_of(self._cursor.value())

    def _variables(self) -> None:
        given = object_of(self._cursor.value())
        self._document.variables = {name: object_of(each).get("value") for name, each in given.items()}

    def _whole(self) -> None:
        self._document.complete &= self._cursor.value() is not False

    def _failed(self) -> None:
        self._document.complete &= self._cursor.value() is not True

    def _values(self) -> None:
        self._document.resources += self._state()

    def _planned_values(self) -> None:
        self._planned = list(self._state())

    def _prior_state(self) -> None:
        """Keep the data sources that were read; what else was there is told by the changes."""
        if not self._cursor.is_object():
            return
        for name in self._cursor.members():
            if name == "values":
                self._document.resources += (each for each in self._state() if each.mode == "data")

    def _state(self) -> Iterator[Planned]:
        if not self._cursor.is_object():
            return
        for name in self._cursor.members():
            if name == "root_module":
                yield from self._module()
            elif name == "outputs":
                for output, each in object_of(self._cursor.value()).items():
                    told = object_of(each)
                    self._document.outputs.setdefault(output, (told.get("value"), False, told.get("sensitive", False)))

    def _module(self) -> Iterator[Planned]:
        if not self._cursor.is_object():
            return
        for name in self._cursor.members():
            if name == "resources" and self._cursor.is_array():
                for start in self._cursor.items():
                    told = object_of(self._cursor.value())
                    values, sensitive = object_of(told.get("values")), told.get("sensitive_values", False)
                    yield from _planned(told, values, (None, sensitive), start, ("values",))
            elif name == "child_modules" and self._cursor.is_array():
                for _ in self._cursor.items():
                    yield from self._module()

    def _changes(self, *, deferred: bool) -> None:
        if not self._cursor.is_array():
            return
        for start in self._cursor.items():
            told = object_of(self._cursor.value())
            told = object_of(told.get("resource_change")) if deferred else told
            change = object_of(told.get("change"))
            if isinstance(change.get("after"), dict) and "deposed" not in told:
                marks = (change.get("after_unknown", False), change.get("after_sensitive", False))
                for each in _planned(told, change["after"], marks, start, ("change", "after")):
                    each.deferred = deferred
                    self._document.resources.append(each)

    def _output_changes(self) -> None:
        for name, each in object_of(self._cursor.value()).items():
            told = object_of(each)
            marks = (told.get("after_unknown", False), told.get("after_sensitive", False))
            self._document.outputs[name] = (told.get("after"), *marks)


def _planned(
    told: dict[str, Any], after: dict[str, Any], marks: tuple[Any, Any], start: int, path: tuple[str, ...]
) -> Iterator[Planned]:
    """Yield a resource, unless what is told lacks what every one has."""
    address, kind, name = (printable(text_of(told.get(field))) for field in ("address", "type", "name"))
    if not (address and kind and name):
        return
    mode = "data" if told.get("mode") == "data" else "managed"
    own = ("data." if mode == "data" else "") + f"{kind}.{name}"
    module = text_of(told.get("module_address")) or _module_of(address, own)
    key = told.get("index")
    key = key if isinstance(key, (str, int)) and not isinstance(key, bool) else None
    yield Planned(address, printable(module), mode, kind, name, key, after, *marks, start, path)


def _module_of(address: str, own: str) -> str:
    """Return the module in an address; states do not tell it apart."""
    return address[:at].removesuffix(".") if (at := address.rfind(own)) > 0 else ""


def object_of(value: Any) -> dict[str, Any]:
    """Return a JSON object; an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


def text_of(value: Any) -> str:
    """Return a JSON string; an empty one where something else stands."""
    return value if isinstance(value, str) else ""


def printable(text: str) -> str:
    """Return a text that can be encoded: JSON's escapes can spell half a character."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
