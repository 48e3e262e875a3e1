"""Serverless templates: what AWS SAM makes of them, through its own translator, where that is installed.

Resources that SAM leaves as they are keep their places; what it makes stands where the resource is written that it is
made from. Nothing is fetched: policies are known by name alone, and applications of the repository stay as they are.
Source: AWS SAM Developer Guide, "AWS SAM template anatomy", "Generated CloudFormation resources".
"""

from __future__ import annotations

from fractions import Fraction
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from seamlint.named_tuples import NamedTuple
from seamlint.syntax.cloudformation.reader import mapping_or_call
from seamlint.syntax.cloudformation.tree import Call, Entry, Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

TYPE = "AWS::Serverless::"
APPLICATION = TYPE + "Application"
INSTALL = "install seamlint[sam] to check what AWS SAM makes of AWS::Serverless resources; the others are checked"
_LOCAL = frozenset({"CodeUri", "ContentUri", "DefinitionUri", "SchemaUri"})
"""Properties that name files, which are uploaded before SAM translates."""
_UPLOADED = "s3://bucket/key"


class Translated(NamedTuple):
    """What SAM makes of a template's sections, or why it does not: then they are as written."""

    resources: dict[str, Entry]
    conditions: dict[str, Entry]
    outputs: dict[str, Entry]
    failure: str = ""


class _Session(NamedTuple):
    """Stands in for a session with AWS: SAM asks it for a region."""

    region_name: str


def translated(root: Mapping, sections: Translated) -> Translated:
    """Return the sections that a template has once SAM has translated it."""
    resources = sections.resources
    if find_spec("samtranslator") is None:
        return sections._replace(failure=INSTALL)
    written: dict[str, Any] = _plain(root)
    written["Resources"] = {
        name: _uploaded(resource) for name, resource in written["Resources"].items() if _type(resource) != APPLICATION
    }
    try:
        made = _translate(written)
    except Exception as error:  # noqa: BLE001 - the translator raises its own and Python's errors on what it cannot take
        says = " ".join(str(getattr(error, "message", error)).split())[:500]
        return sections._replace(failure=f"AWS SAM cannot translate this template: {says}")
    found = {name: entry for name, entry in resources.items() if _type(_plain(entry.value)) == APPLICATION}
    for name, resource in made["Resources"].items():
        found[name] = _entry(resource, resources.get(name) or _source(name, resources))
    first = next(iter(resources.values()))
    conditions = {name: _entry(made["Conditions"][name], first) for name in made.get("Conditions", {})}
    told = made.get("Outputs", {})
    outputs = {name: _entry(told[name], entry) if name in told else entry for name, entry in sections.outputs.items()}
    return Translated(found, {**conditions, **sections.conditions}, outputs)


def _translate(written: dict[str, Any]) -> dict[str, Any]:
    import logging

    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator
    from samtranslator.utils.py27hash_fix import to_py27_compatible_template, undo_mark_unicode_str_in_template

    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)
    values: dict[str, Any] = {}
    to_py27_compatible_template(written, values)
    translator = Translator({}, Parser(), boto_session=_Session("us-east-1"))
    made = translator.translate(written, values, passthrough_metadata=True, get_managed_policy_map=dict)
    result: dict[str, Any] = undo_mark_unicode_str_in_template(made)
    return result


def _plain(node: Node) -> Any:
    """Return a node as plain data, functions in their full form."""
    if isinstance(node, Literal):
        return float(node.value) if isinstance(node.value, Fraction) else node.value
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    if isinstance(node, Call):
        argument = _plain(node.argument)
        dotted = node.name == "Fn::GetAtt" and isinstance(argument, str)
        return {node.name: argument.split(".", 1) if dotted else argument}
    assert isinstance(node, Mapping)
    return {name: _plain(entry.value) for name, entry in node.entries.items()}


def _type(resource: Any) -> Any:
    return resource.get("Type") if isinstance(resource, dict) else None


def _uploaded(resource: Any) -> Any:
    """Return a resource with the files that it names uploaded."""
    properties = resource.get("Properties") if isinstance(resource, dict) else None
    if not isinstance(properties, dict) or not str(_type(resource)).startswith(TYPE):
        return resource
    local = {name: _UPLOADED for name in _LOCAL & properties.keys() if _is_path(properties[name])}
    return {**resource, "Properties": {**properties, **local}}


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and not value.startswith(("s3://", "https://"))


def _source(name: str, resources: dict[str, Entry]) -> Entry:
    """Return where the resource is written that SAM makes another from: its name begins with that one's.

    APIs that functions imply have names of their own; they stand where the first resource of SAM's does.
    """
    candidates: Iterable[str] = (each for each in resources if name.startswith(each))
    own = (each for each, entry in resources.items() if str(_type(_plain(entry.value))).startswith(TYPE))
    nearest = max(candidates, key=len, default=None) or next(own, next(iter(resources)))
    return resources[nearest]


def _entry(made: Any, source: Entry) -> Entry:
    """Return what SAM made: the source itself where it is the same, else something that stands where that does."""
    if _plain(source.value) == made:
        return source
    return Entry(source.start, source.end, _node(made, source))


def _node(made: Any, at: Entry) -> Node:
    """Return plain data as a node that stands at one place."""
    if isinstance(made, dict):
        entries = {str(name): Entry(at.start, at.end, _node(value, at)) for name, value in made.items()}
        return mapping_or_call(entries, at.start, at.end)
    if isinstance(made, list):
        return Sequence(at.start, at.end, [_node(item, at) for item in made])
    if isinstance(made, float):
        return Literal(at.start, at.end, Fraction(str(made)))
    plain = made is None or isinstance(made, (str, bool, int))
    return Literal(at.start, at.end, made if plain else str(made))
