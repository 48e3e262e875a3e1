"""Base64, other character encodings, URLs and CSV.

Source: Terraform documentation, "Encoding Functions"; IANA, "Character Sets"; Go package documentation,
"encoding/csv" and "net/url".
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.types import DYNAMIC, STRING, ObjectOf
from seamlint.evaluate.terraform.values import NOT_NULL, List, Object, Unknown, Value, normalized
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_STR = Parameter("str", STRING)
_BASE64 = Pattern(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", re.ASCII)
_CODECS = {
    "utf-8": "utf-8 csutf8", "utf-16": "utf-16 csutf16", "utf-16-be": "utf-16be csutf16be",
    "utf-16-le": "utf-16le csutf16le",
    "ascii": "us-ascii iso-ir-6 ansi_x3.4-1968 ansi_x3.4-1986 iso_646.irv:1991 iso646-us us ibm367 cp367 csascii",
    **{f"iso8859-{n}": f"iso-8859-{n}" for n in (13, 14)},
    "iso8859-1": "iso-8859-1 iso_8859-1:1987 iso-ir-100 iso_8859-1 latin1 l1 ibm819 cp819 csisolatin1",
    "iso8859-2": "iso-8859-2 iso_8859-2:1987 iso-ir-101 iso_8859-2 latin2 l2 csisolatin2",
    "iso8859-3": "iso-8859-3 iso_8859-3:1988 iso-ir-109 iso_8859-3 latin3 l3 csisolatin3",
    "iso8859-4": "iso-8859-4 iso_8859-4:1988 iso-ir-110 iso_8859-4 latin4 l4 csisolatin4",
    "iso8859-5": "iso-8859-5 iso_8859-5:1988 iso-ir-144 iso_8859-5 cyrillic csisolatincyrillic",
    "iso8859-6": "iso-8859-6 iso_8859-6:1987 iso-ir-127 iso_8859-6 ecma-114 asmo-708 arabic csisolatinarabic",
    "iso8859-7": "iso-8859-7 iso_8859-7:1987 iso-ir-126 iso_8859-7 elot_928 ecma-118 greek greek8 csisolatingreek",
    "iso8859-8": "iso-8859-8 iso_8859-8:1988 iso-ir-138 iso_8859-8 hebrew csisolatinhebrew",
    "iso8859-9": "iso-8859-9 iso_8859-9:1989 iso-ir-148 iso_8859-9 latin5 l5 csisolatin5",
    "iso8859-10": "iso-8859-10 iso-ir-157 l6 iso_8859-10:1992 csisolatin6 latin6",
    "iso8859-15": "iso-8859-15 iso_8859-15 latin-9 csiso885915",
    "iso8859-16": "iso-8859-16 iso-ir-226 iso_8859-16:2001 iso_8859-16 latin10 l10 csiso885916",
    **{f"cp125{n}": f"windows-125{n} cswindows125{n}" for n in range(9)},
    "cp874": "windows-874 cswindows874",
    "cp037": "ibm037 cp037 ebcdic-cp-us ebcdic-cp-ca ebcdic-cp-wt ebcdic-cp-nl csibm037",
    "cp437": "ibm437 cp437 437 cspc8codepage437",
    **{f"cp{n}": f"ibm{n} cp{n} {n}" for n in (850, 852, 855, 860, 862, 863, 865, 866)},
    "cp858": "ibm00858 ccsid00858 cp00858 pc-multilingual-850+euro csibm00858",
    "cp1140": "ibm01140 ccsid01140 cp01140 ebcdic-us-37+euro csibm01140",
    "": "ibm1047 ibm-1047 csibm1047 hz-gb-2312",
    "koi8-r": "koi8-r cskoi8r", "koi8-u": "koi8-u cskoi8u", "mac_roman": "macintosh mac csmacintosh",
    "cp932": "shift_jis ms_kanji csshiftjis", "euc_jp": "euc-jp cseucpkdfmtjapanese",
    "iso2022_jp": "iso-2022-jp csiso2022jp", "cp949": "euc-kr cseuckr", "gbk": "gbk cp936 ms936 windows-936 csgbk",
    "gb18030": "gb18030 csgb18030", "big5": "big5 csbig5",
}  # fmt: skip
_CODEC_OF = {name: codec for codec, names in _CODECS.items() for name in names.split()}
"""Python's codec by IANA name or alias, of those that Terraform knows; empty where Python writes it otherwise."""


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


def _undecided(encoding: str) -> Unknown:
    return Unknown(STRING, (f"what Terraform makes of {encoding}",), refinement=NOT_NULL)


def _codec(encoding: str) -> str:
    """Return Python's name of a character encoding that Terraform knows, empty when it cannot be used here.

    Raises:
        FunctionError: Terraform does not know it.
    """
    codec = _CODEC_OF.get(encoding.lower())
    if codec is None:
        message = f'"{encoding}" is not a supported IANA encoding name or alias in this Terraform version'
        raise FunctionError(message, 1)
    return codec


@function("textencodebase64", Parameter("string", STRING), Parameter("encoding", STRING), returns=STRING,
          refinement=NOT_NULL)  # fmt: skip
def textencodebase64(text: str, encoding: str) -> Value:
    """Return the Base64 of a text in an encoding."""
    codec = _codec(encoding)
    if not codec:
        return _undecided(encoding)
    try:
        data = b"\xfe\xff" + text.encode("utf-16-be") if codec == "utf-16" else text.encode(codec)
    except UnicodeEncodeError:
        message = f"the given string contains characters that cannot be represented in {encoding.upper()}"
        raise FunctionError(message, 0) from None
    return base64.b64encode(data).decode()


@function("textdecodebase64", Parameter("source", STRING), Parameter("encoding", STRING), returns=STRING,
          refinement=NOT_NULL)  # fmt: skip
def textdecodebase64(source: str, encoding: str) -> Value:
    """Return the text that Base64 says in an encoding."""
    codec = _codec(encoding)
    if not codec:
        return _undecided(encoding)
    data = decode_base64(source)
    if data is None:
        raise FunctionError("the given value has an invalid base64 symbol", 0)
    if codec == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16-be"
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


_FIELD = Pattern(r'(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|\Z)')


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
