"""Hashes of texts and files, and what depends on chance or on keys.

Source: Terraform documentation, "Hash and Crypto Functions"; RFC 9562, "Universally Unique IDentifiers".
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.encoding import decode_base64
from seamlint.evaluate.terraform.functions.filesystem import content
from seamlint.evaluate.terraform.functions.function import Parameter, function, scoped_function
from seamlint.evaluate.terraform.types import NUMBER, STRING
from seamlint.evaluate.terraform.values import NOT_NULL, SENSITIVE, Unknown, Value, mark
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.scope import Scope

_NAMESPACES = {"dns": uuid.NAMESPACE_DNS, "url": uuid.NAMESPACE_URL, "oid": uuid.NAMESPACE_OID,
               "x500": uuid.NAMESPACE_X500}  # fmt: skip
_UUID = Pattern(
    r"(?:urn:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|.[0-9a-f-]{36}.|[0-9a-f]{32}",
    re.IGNORECASE | re.DOTALL,
)


def _digest(algorithm: str, data: bytes) -> bytes:
    return hashlib.new(algorithm, data, usedforsecurity=False).digest()


def _register(algorithm: str) -> None:
    """Register the functions of an algorithm that give hexadecimal digits, for a text and for a file."""

    @function(algorithm, Parameter("str", STRING), returns=STRING, refinement=NOT_NULL)
    def of_text(text: str) -> str:
        return _digest(algorithm, text.encode()).hex()

    @scoped_function(f"file{algorithm}", Parameter("path", STRING), returns=STRING, refinement=NOT_NULL)
    def of_file(scope: Scope, path: str) -> str:
        return _digest(algorithm, content(scope, path)).hex()


def _register_base64(algorithm: str) -> None:
    """Register the functions of an algorithm that give Base64, for a text and for a file."""

    @function(f"base64{algorithm}", Parameter("str", STRING), returns=STRING, refinement=NOT_NULL)
    def of_text(text: str) -> str:
        return base64.b64encode(_digest(algorithm, text.encode())).decode()

    @scoped_function(f"filebase64{algorithm}", Parameter("path", STRING), returns=STRING, refinement=NOT_NULL)
    def of_file(scope: Scope, path: str) -> str:
        return base64.b64encode(_digest(algorithm, content(scope, path))).decode()


for _name in ("md5", "sha1", "sha256", "sha512"):
    _register(_name)
for _name in ("sha256", "sha512"):
    _register_base64(_name)


@function("uuidv5", Parameter("namespace", STRING), Parameter("name", STRING), returns=STRING, refinement=NOT_NULL)
def uuidv5(namespace: str, name: str) -> str:
    """Return the UUID of a name in a namespace."""
    base = _NAMESPACES.get(namespace)
    if base is None:
        digits = re.sub(r"[^0-9a-f]", "", namespace.lower().removeprefix("urn:uuid:"))
        if not _UUID.fullmatch(namespace) or len(digits) != 32:
            raise FunctionError(f"uuidv5() doesn't support namespace {namespace}")
        base = uuid.UUID(digits)
    return str(uuid.UUID(bytes=_digest("sha1", base.bytes + name.encode())[:16], version=5))


@function("uuid", returns=STRING, refinement=NOT_NULL)
def uuid_() -> Value:
    """Return an unknown: it is another one each time."""
    return Unknown(STRING, ("what uuid() gives when Terraform runs",), refinement=NOT_NULL)


@function("bcrypt", Parameter("str", STRING), rest=Parameter("cost", NUMBER), returns=STRING, refinement=NOT_NULL)
def bcrypt(_: str, *__: Value) -> Value:
    """Return an unknown: it is salted by chance."""
    return Unknown(STRING, ("what bcrypt() gives when Terraform runs",), refinement=NOT_NULL)


@function("rsadecrypt", Parameter("ciphertext", STRING), Parameter("privatekey", STRING), returns=STRING,
          refinement=NOT_NULL)  # fmt: skip
def rsadecrypt(ciphertext: str, privatekey: str) -> Value:
    """Return an unknown that is sensitive: nothing is decrypted here."""
    if decode_base64(ciphertext) is None:
        raise FunctionError("failed to decode input: cipher text must be base64-encoded", 0)
    if "-----BEGIN " not in privatekey:
        raise FunctionError("invalid private key: it has no PEM block", 1)
    secret = Unknown(STRING, ("what rsadecrypt() gives when Terraform runs",), refinement=NOT_NULL)
    return mark(secret, frozenset({SENSITIVE}))
