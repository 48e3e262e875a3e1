"""The JSON of ``aws_iam_policy_document``.

Source: AWS provider documentation, data source "aws_iam_policy_document"; IAM User Guide, "Grammar of the IAM JSON
policy language".
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from seamlint.evaluate import values as neutral
from seamlint.evaluate.partial_json import PartialJsonError, parse_partial_json
from seamlint.evaluate.terraform.functions.json_text import json_of
from seamlint.evaluate.terraform.functions.partial_text import partial
from seamlint.evaluate.terraform.numbers import format_number
from seamlint.evaluate.terraform.plain import from_plain, plain
from seamlint.evaluate.terraform.values import SENSITIVE, Value, mark
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, is_known
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.terraform.resources import ResourceInstance

Document = dict[str, Any]
DEFAULT_VERSION = "2012-10-17"
SETS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_WITH_VARIABLES = frozenset({"resources", "not_resources"})
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def policy_json(resource: ResourceInstance, name: str) -> Value | None:
    """Return the attribute ``json`` or ``minified_json`` of a policy document; None for any other.

    A document that is not wholly known keeps its structure: its text has parts.
    """
    if name not in ("json", "minified_json"):
        return DEFAULT_VERSION if name == "version" else None
    values = resource.values.to_neutral()
    text = _text(assembled(_bare(values)).document, name)
    return mark(text, frozenset({SENSITIVE})) if _is_sensitive(values) else text


def document_text(values: dict[str, neutral.Value]) -> neutral.Value:
    """Return the attribute ``json`` that follows from the arguments of a policy document."""
    text = plain(_text(assembled(_bare(values)).document, "json"))
    return Sensitive(text) if _is_sensitive(values) else text


class Assembled(NamedTuple):
    """A document, and for each of its statements the path of its origin among the arguments.

    That is a block, ``("statement", 1)``, or a place in a document that is merged:
    ``("source_policy_documents", 0, "Statement", 2)``.
    """

    document: Document
    origins: list[neutral.Path]


def assembled(values: dict[str, neutral.Value]) -> Assembled:
    """Return the document that the arguments describe: sources first, overridden by own statements, then overrides.

    ``source_json`` and ``override_json`` are how versions of the provider before 5 call a single one of them.
    """
    merged = Assembled({}, [])
    for name in ("source_json", "source_policy_documents"):
        for source in _documents(name, values.get(name)):
            _merge(merged, source)
    own: Document = {"Version": values.get("version", DEFAULT_VERSION)}
    if values.get("policy_id"):
        own["Id"] = values["policy_id"]
    own["Statement"] = [_statement(block) for block in _items(values.get("statement"))]
    _merge(merged, Assembled(own, [("statement", index) for index in range(len(own["Statement"]))]))
    for name in ("override_policy_documents", "override_json"):
        for override in _documents(name, values.get(name)):
            _merge(merged, override)
    order = ("Version", "Id", "Statement")
    return Assembled({key: merged.document[key] for key in order if merged.document.get(key)}, merged.origins)


def _merge(merged: Assembled, added: Assembled) -> None:
    """Merge a document into another one: a statement takes the place of one with the same Sid."""
    document = merged.document
    if added.document.get("Id"):
        document["Id"] = added.document["Id"]
    document["Version"] = _newest(document.get("Version"), added.document.get("Version"))
    statements = document.setdefault("Statement", [])
    for statement, origin in zip(_items(added.document.get("Statement")), added.origins, strict=True):
        same = []
        if isinstance(statement, Unknown):
            _cloud(statements, statement)
        elif isinstance(statement, dict) and statement.get("Sid"):
            same = [at for at, other in enumerate(statements) if _sid(other) == statement["Sid"]]
        if same:
            statements[same[0]], merged.origins[same[0]] = statement, origin
        else:
            statements.append(statement)
            merged.origins.append(origin)


def arguments(resource: ResourceInstance) -> dict[str, Any]:
    """Return the arguments of a policy document as `assembled` takes them: without marks of what is sensitive."""
    bare: dict[str, Any] = _bare(resource.values.to_neutral())
    return bare


def _sid(statement: Any) -> Any:
    return statement.get("Sid") if isinstance(statement, dict) else None


def _cloud(statements: list[Any], unknown: Unknown) -> None:
    """Make every statement with a Sid unknown: statements that are not known may take its place."""
    for at, statement in enumerate(statements):
        if isinstance(statement, dict) and statement.get("Sid"):
            statements[at] = unknown


def _newest(old: Any, new: Any) -> Any:
    if isinstance(old, str) and isinstance(new, str):
        return max(old, new)
    return old if new is None else new


def _documents(name: str, given: Any) -> Iterator[Assembled]:
    for index, item in enumerate(_items(given)):
        if item is None or item == "":
            continue
        parts = (item,) if isinstance(item, str) else item.parts if isinstance(item, Text) else ()
        try:
            data: Any = parse_partial_json(parts) if parts else None
        except PartialJsonError:
            data = None
        at: neutral.Path = (name, index, "Statement") if isinstance(given, list) else (name, "Statement")
        if not isinstance(data, dict):
            data = {"Statement": Unknown(neutral.needs(item) or ("a policy that is no JSON object",))}
        alone = not isinstance(data.get("Statement"), list)
        normal = _normalised(data)
        yield Assembled(normal, [at if alone else (*at, place) for place in range(len(normal["Statement"]))])


def _items(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _normalised(document: Document) -> Document:
    """Return a parsed document as it is written again."""
    statements: list[Any] = []
    for statement in _items(document.get("Statement")):
        if isinstance(statement, dict):
            statements.append(_written_again(statement))
        else:
            statements.append(statement if isinstance(statement, Unknown) else Unknown(neutral.needs(statement)))
    return {**document, "Statement": statements}


def _written_again(statement: Document) -> Document:
    written = {key: value for key, value in statement.items() if value not in (None, "", [], {})}
    for key in ("Principal", "NotPrincipal"):
        if isinstance(written.get(key), dict):
            written[key] = {kind: _reversed(names) for kind, names in written[key].items()}
            written[key] = "*" if written[key] in ({"*": "*"}, {"*": ["*"]}) else written[key]
    if isinstance(written.get("Condition"), dict):
        written["Condition"] = {test: _conditions(keys) for test, keys in written["Condition"].items()}
    return written


def _conditions(keys: Any) -> Any:
    if not isinstance(keys, dict):
        return keys
    return {key: str(value).lower() if isinstance(value, bool) else _single(value) for key, value in keys.items()}


def _statement(block: Any) -> Document | Unknown:
    if not isinstance(block, dict):
        return Unknown(neutral.needs(block))
    statement: Document = {"Sid": block.get("sid"), "Effect": block.get("effect", "Allow")}
    for argument, key in SETS.items():
        statement[key] = _texts(block.get(argument), with_variables=argument in _WITH_VARIABLES)
    statement["Principal"] = _principals(block.get("principals"))
    statement["NotPrincipal"] = _principals(block.get("not_principals"))
    statement["Condition"] = _condition(block.get("condition"))
    return {key: value for key, value in statement.items() if value not in (None, "", [], {})}


def _texts(given: Any, *, with_variables: bool = True) -> Any:
    """Return a set of text as the document has it: one item by itself, several in reverse order."""
    if given is not None and not isinstance(given, list):
        return given
    items = [as_policy_text(item) if with_variables else _as_text(item) for item in given or ()]
    return _single(_reversed(list({_key(item): item for item in items}.values())))


def _key(item: Any) -> Any:
    return item if isinstance(item, (str, Reference, Unknown, Text)) else repr(item)


def _reversed(items: Any) -> Any:
    if not isinstance(items, list):
        return items
    known = sorted((item for item in items if isinstance(item, str)), reverse=True)
    return [*known, *(item for item in items if not isinstance(item, str))]


def _single(items: Any) -> Any:
    return items[0] if isinstance(items, list) and len(items) == 1 else items


def as_policy_text(value: Any) -> Any:
    """Return a text with policy variables as IAM writes them: ``&{aws:username}`` is ``${aws:username}``."""
    if isinstance(value, Text):
        return Text(tuple(part.replace("&{", "${") if isinstance(part, str) else part for part in value.parts))
    value = _as_text(value)
    return value.replace("&{", "${") if isinstance(value, str) else value


def _as_text(value: Any) -> Any:
    """Return a boolean or number as text: the data source's arguments are texts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format_number(value) if isinstance(value, (int, Fraction)) else value


def _principals(blocks: Any) -> Any:
    if isinstance(blocks, list) and any(not isinstance(block, dict) for block in blocks):
        return Unknown(neutral.needs(blocks))
    found: dict[str, Any] = {}
    for block in blocks or ():
        kind, names = block.get("type"), _texts(block.get("identifiers"))
        if not isinstance(kind, str):
            return Unknown(neutral.needs(block) or ("the type of a principal",))
        found[kind] = names if kind not in found else [*_items(found[kind]), *_items(names)]
    return "*" if found == {"*": "*"} else found


def _condition(blocks: Any) -> Any:
    if isinstance(blocks, list) and any(not isinstance(block, dict) for block in blocks):
        return Unknown(neutral.needs(blocks))
    found: dict[str, dict[str, Any]] = {}
    for block in blocks or ():
        test, variable = block.get("test"), block.get("variable")
        if not isinstance(test, str) or not isinstance(variable, str):
            return Unknown(neutral.needs(block) or ("a condition",))
        given = block.get("values")
        values = [as_policy_text(item) for item in given] if isinstance(given, list) else given
        keys = found.setdefault(test, {})
        keys[variable] = values if variable not in keys else [*_items(keys[variable]), *_items(values)]
    return {test: {key: _single(values) for key, values in keys.items()} for test, keys in found.items()}


def _text(document: Document, name: str) -> Value:
    if not is_known(document):
        value = from_plain(document)
        return partial(json_of(value), value)
    layout: dict[str, Any] = {"indent": 2} if name == "json" else {"separators": (",", ":")}
    return json.dumps(_sorted(document), ensure_ascii=False, **layout).translate(_ESCAPES)


def _sorted(document: Document) -> Document:
    """Return the document with the keys of principals and conditions in order."""
    statements = [
        {key: _ordered(value) if isinstance(value, dict) else value for key, value in statement.items()}
        for statement in document.get("Statement", ())
    ]
    return {**document, "Statement": statements} if statements else document


def _ordered(value: dict[str, Any]) -> dict[str, Any]:
    return {key: _ordered(value[key]) if isinstance(value[key], dict) else value[key] for key in sorted(value)}


def _bare(value: Any) -> Any:
    """Return a value without the marks of what is sensitive."""
    if isinstance(value, Sensitive):
        return _bare(value.value)
    if isinstance(value, list):
        return [_bare(item) for item in value]
    return {key: _bare(item) for key, item in value.items()} if isinstance(value, dict) else value


def _is_sensitive(value: Any) -> bool:
    if isinstance(value, (list, dict)):
        return any(map(_is_sensitive, value.values() if isinstance(value, dict) else value))
    return isinstance(value, Sensitive)
