"""Base64, other character encodings, URLs and CSV.

Source: Terraform documentation, "Encoding Functions"; IANA, "Character Sets"; Go package documentation,
"encoding/csv" and "net/url".
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import quote_plus

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.types import DYNAMIC, STRING, ListOf, ObjectOf
from seamlint.evaluate.terraform.values import NOT_NULL, List, Object, Unknown, Value, normalized

_STR = Parameter("str", STRING)
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", re.ASCII)
_PYTHON_NAMES = {"windows-874": "cp874", "ibm866": "cp866", "ibm850": "cp850", "ibm852": "cp852", "ibm855": "cp855",
                 "ibm037": "cp037", "ibm437": "cp437", "ibm858": "cp858", "ibm860": "cp860", "ibm862": "cp862",
                 "ibm863": "cp863", "ibm865": "cp865", "macintosh": "mac_roman", "windows-31j": "cp932",
                 "hz-gb-2312": "hz", "us-ascii": "ascii", "ascii": "ascii"}  # fmt: skip
_SUPPORTED = re.compile(
    r"utf-?8|utf-16(?:be|le)?|iso-8859-(?:[1-9]|1[03456])|latin[1-9]|l[1-9]|windows-(?:125[0-8]|874|31j)|"
    r"ibm(?:037|437|850|852|855|858|860|862|863|865|866)|koi8-[ru]|macintosh|shift_jis|sjis|euc-jp|iso-2022-jp|euc-kr|"
    r"gbk|gb18030|gb2312|hz-gb-2312|big5|us-ascii|ascii",
    re.IGNORECASE,
)


@function("base64encode", _STR, returns=STRING, refinement=NOT_NULL)
def base64encode(text: str) -> str:
    """Return the Base64 of a text's UTF-8."""
    return base64.b64encode(text.encode()).decode()


def decode_base64(text: str) -> bytes | None:
    """Return what standard Base64 with padding says, line breaks left out; None when it is none."""
    compact = text.replace("\r", "").replace("\n", "")
    try:
        return base64.b64decode(compact) if _BASE64.fullmatch(compact) else None
    except binascii.Error:
        return None


@function("base64decode", _STR, returns=STRING, refinement=NOT_NULL)
def base64decode(text: str) -> str:
    """Return the UTF-8 text that Base64 says."""
    data = decode_base64(text)
    if data is None:
        raise FunctionError("failed to decode base64 data")
    try:
        return normalized(data.decode())
    except UnicodeDecodeError:
        raise FunctionError("the result of decoding the provided string is not valid UTF-8") from None


@function("base64gzip", _STR, returns=STRING, refinement=NOT_NULL)
def base64gzip(text: str) -> Value:
    """Return an unknown: the bytes depend on who compresses."""
    del text
    return Unknown(STRING, ("what base64gzip() gives when Terraform runs",), refinement=NOT_NULL)


def _codec(encoding: str) -> str:
    """Return Python's name of a character encoding that Terraform knows.

    Raises:
        FunctionError: Terraform does not know it.
    """
    if not _SUPPORTED.fullmatch(encoding):
        message = f'"{encoding}" is not a supported IANA encoding name or alias in this Terraform version'
        raise FunctionError(message, 1)
    return _PYTHON_NAMES.get(encoding.lower(), encoding)


@function("textencodebase64", Parameter("string", STRING), Parameter("encoding", STRING), returns=STRING,
          refinement=NOT_NULL)  # fmt: skip
def textencodebase64(text: str, encoding: str) -> str:
    """Return the Base64 of a text in an encoding."""
    codec = _codec(encoding)
    try:
        data = b"\xfe\xff" + text.encode("utf-16-be") if codec.lower() == "utf-16" else text.encode(codec)
    except UnicodeEncodeError:
        message = f"the given string contains characters that cannot be represented in {encoding.upper()}"
        raise FunctionError(message, 0) from None
    return base64.b64encode(data).decode()


@function("textdecodebase64", Parameter("source", STRING), Parameter("encoding", STRING), returns=STRING,
          refinement=NOT_NULL)  # fmt: skip
def textdecodebase64(source: str, encoding: str) -> str:
    """Return the text that Base64 says in an encoding."""
    codec = _codec(encoding)
    data = decode_base64(source)
    if data is None:
        raise FunctionError("the given value has an invalid base64 symbol", 0)
    text = data.decode(codec, "replace")
    if "\ufffd" in text:
        raise FunctionError(f"the given string contains symbols that are not defined for {encoding.upper()}", 0)
    return normalized(text)


@function("urlencode", _STR, returns=STRING, refinement=NOT_NULL)
def urlencode(text: str) -> str:
    """Return a text as it stands in the query of a URL."""
    return quote_plus(text, safe="")


@function("csvdecode", _STR, returns=DYNAMIC, refinement=NOT_NULL)
def csvdecode(text: str) -> List:
    """Return the rows of a CSV text as objects with the columns of its first row."""
    records = _records(text)
    line, header = next(records, (0, []))
    if not line:
        raise FunctionError("missing header line")
    for name in header:
        if header.count(name) > 1:
            raise FunctionError(f'duplicate column name "{name}"')
    rows: list[Value] = []
    for line, fields in records:
        if len(fields) != len(header):
            raise FunctionError(f"CSV parse error on line {line}: wrong number of fields")
        rows.append(Object(dict(zip(header, fields, strict=True))))
    return List(ObjectOf(dict.fromkeys(header, STRING)), rows)


_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|\Z)')


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the number of its line, empty lines left out."""
    text = text.replace("\r\n", "\n")
    at = 0
    line = 1
    while at < len(text):
        if text[at] == "\n":
            at, line = at + 1, line + 1
            continue
        start, fields, end = line, [], ","
        while end == ",":
            field = _FIELD.match(text, at)
            if field is None:
                raise FunctionError(f"CSV parse error on line {line}: {_quote_problem(text, at)}")
            quoted, bare, end = field.groups()
            fields.append(normalized(bare if quoted is None else quoted.replace('""', '"')))
            line += field[0].count("\n")
            at = field.end()
        yield start, fields


def _quote_problem(text: str, at: int) -> str:
    return 'extraneous or missing " in quoted-field' if text[at] == '"' else 'bare " in non-quoted field'
