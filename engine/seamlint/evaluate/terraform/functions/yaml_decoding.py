"""``yamldecode``.

Source: Terraform documentation, "yamldecode Function" (which tags and plain scalars it reads); YAML 1.2 specification,
"Core Schema"; YAML 1.1 types "merge" and "timestamp".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.errors import ConversionError, FunctionError
from seamlint.evaluate.terraform.functions.datetime import parse_timestamp
from seamlint.evaluate.terraform.functions.encoding import decode_base64
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.numbers import parse_number
from seamlint.evaluate.terraform.types import DYNAMIC, STRING, friendly_name
from seamlint.evaluate.terraform.values import NULL, Null, Object, Tuple, Value, normalized, type_of
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = "tag:yaml.org,2002:"
_WORDS: dict[str, Value] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), NULL),
}
_INFINITIES = frozenset(sign + word for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF"))
_NOT_NUMBERS = frozenset((".nan", ".NaN", ".NAN"))
_INTEGER = Pattern(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z", re.ASCII)
_FLOAT = Pattern(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z", re.ASCII)
_DATE = Pattern(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt](\d\d?):(\d\d?):(\d\d?)(\.\d+)?(Z|[+-]\d\d:\d\d)| (\d\d?):(\d\d?):(\d\d?)(\.\d+)?)?\Z",
    re.ASCII,
)
_DEEPEST = 300
_TOO_DEEP = "the document is nested too deeply"
_MOST_VALUES = 200_000
"""How many values a document may stand for, each alias counted with all that it repeats."""


@function("yamldecode", Parameter("src", STRING), returns=DYNAMIC)
def yamldecode(text: str) -> Value:
    """Return what a YAML document says."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Document(yaml.parse(text or "\n", Loader=loader)).read()
    except yaml.YAMLError as error:
        raise FunctionError(f"invalid YAML: {' '.join(str(error).split())[:300]}", 0) from None


class _Open:
    """A sequence or mapping that has begun; `key` is the one whose value comes next, None when a key does."""

    __slots__ = ("anchor", "entries", "items", "key", "merging", "size")

    def __init__(self, anchor: str | None, items: list[Value] | None) -> None:
        self.anchor = anchor
        self.items = items
        self.entries: dict[str, Value] = {}
        self.key: str | None = None
        self.merging = False
        self.size = 1


class _Document:
    """Builds values from a parser's events, without recursion."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Value, int]] = {}
        self.pending: list[str] = []

    def read(self) -> Value:
        """Return the only document's value.

        Raises:
            FunctionError: there is none, or more than one, or it says what Terraform does not read.
        """
        result: Value | None = None
        for event in self.events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                _check_start(event, is_first=result is None)
            value = self._event(kind, event)
            result = value if result is None else result
        if result is None:
            raise FunctionError("missing start of document", 0)
        return result

    def _event(self, kind: str, event: Any) -> Value | None:
        """Take one event; return the document's value when it is complete."""
        if kind == "ScalarEvent":
            return self._scalar(event)
        if kind == "AliasEvent":
            return self._alias(event.anchor)
        if kind in ("SequenceStartEvent", "MappingStartEvent"):
            self._begin(kind == "SequenceStartEvent", event)
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            node = self.open.pop()
            if node.anchor:
                self.pending.remove(node.anchor)
            value = Object(node.entries) if node.items is None else Tuple(node.items)
            return self._complete(value, node.anchor, node.size)
        return None

    def _begin(self, is_sequence: bool, event: Any) -> None:
        wanted = f"{_TAG}{'seq' if is_sequence else 'map'}"
        if event.tag not in (None, wanted):
            raise FunctionError(f"can't interpret {'sequence' if is_sequence else 'mapping'} as {event.tag}", 0)
        self._refuse_as_key()
        if len(self.open) >= _DEEPEST:
            raise FunctionError(_TOO_DEEP, 0)
        if event.anchor:
            self.pending.append(event.anchor)
        self.open.append(_Open(event.anchor, [] if is_sequence else None))

    def _refuse_as_key(self) -> None:
        parent = self.open[-1] if self.open else None
        if parent and parent.items is None and parent.key is None and not parent.merging:
            raise FunctionError("only strings are allowed as mapping keys", 0)

    def _scalar(self, event: Any) -> Value | None:
        parent = self.open[-1] if self.open else None
        tag = "!" if event.tag == "!" else event.tag
        if parent and parent.items is None and parent.key is None and not parent.merging:
            if (tag is None and event.value == "<<") or tag == f"{_TAG}merge":
                parent.merging = True
            else:
                parent.key = _key(resolve(tag, event.value, event.style))
            return None
        return self._complete(resolve(tag, event.value, event.style), event.anchor, 1)

    def _alias(self, name: str) -> Value | None:
        self._refuse_as_key()
        if name in self.pending:
            raise FunctionError(f'cannot refer to anchor "{name}" from inside its own definition', 0)
        if name not in self.anchors:
            raise FunctionError(f'reference to undefined anchor "{name}"', 0)
        value, size = self.anchors[name]
        return self._complete(value, None, size)

    def _complete(self, value: Value, anchor: str | None, size: int) -> Value | None:
        """Put a finished value where it belongs."""
        if anchor:
            self.anchors[anchor] = (value, size)
        if not self.open:
            return value
        parent = self.open[-1]
        parent.size += size
        if parent.size > _MOST_VALUES:
            raise FunctionError(f"the document stands for more than {_MOST_VALUES} values", 0)
        if parent.items is not None:
            parent.items.append(value)
        elif parent.merging:
            _merge(parent.entries, value)
            parent.merging = False
        else:
            assert parent.key is not None
            parent.entries[parent.key] = value
            parent.key = None
        return None


def _check_start(event: Any, *, is_first: bool) -> None:
    if not is_first:
        raise FunctionError("only a single document is allowed", 0)
    if event.version not in (None, (1, 1)):
        raise FunctionError("found incompatible YAML document", 0)


def _merge(entries: dict[str, Value], value: Value) -> None:
    """Take the entries of a mapping, also in place of earlier ones; Terraform does not merge sequences of mappings."""
    if not isinstance(value, Object):
        raise FunctionError(f"cannot merge {friendly_name(type_of(value))} into mapping", 0)
    entries.update(value.entries)


def _key(value: Value) -> str:
    try:
        text = convert(value, STRING)
    except ConversionError:
        raise FunctionError("only strings are allowed as mapping keys", 0) from None
    if not isinstance(text, str):
        raise FunctionError("mapping key cannot be null", 0)
    return text


def resolve(tag: str | None, text: str, style: str | None) -> Value:
    """Return the value of a scalar: by its tag, else by its look when it is not in quotes.

    Raises:
        FunctionError: the text is not what its tag says, or the tag is none that Terraform knows.
    """
    short = tag.removeprefix(_TAG) if tag else ""
    if tag and (short == tag or short not in _TAGGED):
        raise FunctionError(f'unsupported tag "{tag}"', 0)
    if short in ("str", "binary"):
        return _TAGGED[short](text)
    if style in ("'", '"'):
        return normalized(text)
    implied = _implied(text, allow_timestamp=short in ("", "timestamp"))
    if implied is not None:
        return convert(implied, STRING) if style in ("|", ">") and not tag else implied
    return _TAGGED[short](text) if short else normalized(text)


def _implied(text: str, *, allow_timestamp: bool) -> Value | None:
    """Return what a plain scalar looks like, None for a string."""
    if text in _WORDS:
        return _WORDS[text]
    if text in _INFINITIES or text in _NOT_NUMBERS:
        raise FunctionError(f"{text} is not supported", 0)
    if allow_timestamp:
        moment = _timestamp(text)
        if moment is not None:
            return moment
    if _INTEGER.match(text) or _FLOAT.match(text):
        return _number(text)
    return None


def _number(text: str) -> Value:
    plain = text.replace("_", "")
    number = parse_number(plain)
    if number is not None:
        return number
    try:
        return int(plain, 0)
    except ValueError:
        raise FunctionError(f'cannot parse "{text[:60]}" as a number', 0) from None


def _timestamp(text: str) -> Value | None:
    match = _DATE.match(text)
    if match is None:
        return None
    date = f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"
    hour, minute, second = _clock(match)
    try:
        return str(parse_timestamp(f"{date}T{hour:0>2}:{minute:0>2}:{second:0>2}{match[8] or 'Z'}", 0))
    except FunctionError:
        return None


def _clock(match: re.Match[str]) -> tuple[str, str, str]:
    if match[4]:
        return match[4], match[5], match[6]
    return (match[9], match[10], match[11]) if match[9] else ("0", "0", "0")


def _binary(text: str) -> Value:
    if decode_base64(text) is None:
        raise FunctionError(f'cannot parse "{text[:60]}" as binary: not valid base64', 0)
    return text


def _boolean(text: str) -> Value:
    value = _WORDS.get(text)
    if not isinstance(value, bool):
        raise FunctionError(f'cannot parse "{text[:60]}" as a boolean', 0)
    return value


def _moment(text: str) -> Value:
    value = _timestamp(text)
    if value is None:
        raise FunctionError(f'cannot parse "{text[:60]}" as a timestamp', 0)
    return value


def _null(_: str) -> Null:
    return NULL


_TAGGED = {"str": normalized, "binary": _binary, "bool": _boolean, "int": _number, "float": _number, "null": _null,
           "timestamp": _moment}  # fmt: skip
