"""Policy documents from evaluated values: what translators of every dialect read them with."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from seamlint.evaluate.partial_json import PartialJsonError, parse_partial_json
from seamlint.evaluate.values import Text, Unknown, needs
from seamlint.model.entity import Place
from seamlint.model.iam import PolicyDocument
from seamlint.model.reading import bare

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.iam import PolicyKind

VERSION = "2012-10-17"


def policy(resource: Resource, path: Path, kind: PolicyKind, service: str = "") -> PolicyDocument | None:
    """Return the document that a resource keeps, as JSON text or as an object, at a path; None where there is none."""
    value = bare(_at(resource.values, path))
    if value is None or value == "":
        return None
    return PolicyDocument(_decoded(value, resource, path), kind, Place(resource, path), service)


def _at(value: Value, path: Path) -> Value:
    for step in path:
        value = bare(value)
        if isinstance(value, Unknown):
            return value
        if isinstance(value, dict):
            value = value.get(str(step))
        else:
            value = value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None
    return value


def _decoded(value: Value, resource: Resource, path: Path) -> Value:
    if isinstance(value, (dict, list, Unknown)):
        return value
    if not isinstance(value, (str, Text)):
        return Unknown(needs(value) or (f"a policy instead of {value!r}"[:120],))
    found = _parsed(value)
    if isinstance(found, PartialJsonError):
        where = ".".join(map(str, (resource.address, *path)))
        return Unknown(needs(value) or (f"valid JSON in {where} ({found})",))
    return found


def decoded(text: str | Text) -> Value:
    """Return what a JSON text says, as far as it is known; None where it says nothing that can be read."""
    found = _parsed(text)
    return None if isinstance(found, PartialJsonError) else found


@lru_cache(maxsize=4096)
def _parsed(text: str | Text) -> Value | PartialJsonError:
    """Decode a JSON text; many resources share one."""
    try:
        return parse_partial_json((text,) if isinstance(text, str) else text.parts)
    except PartialJsonError as error:
        return error
