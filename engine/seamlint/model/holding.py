"""What principals hold themselves, inline policies and lists of managed ones, and how providers are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text, Unknown
from seamlint.model.entity import Place
from seamlint.model.iam import InlinePolicy, PolicyAttachment, PolicyDocument, PolicyKind
from seamlint.model.policies import policy
from seamlint.model.reading import blocks, elements, pointer, pointers, text
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Pointer

_SCHEME = "https://"


class Blocks(NamedTuple):
    """What a dialect calls the blocks of inline policies, their documents and their names."""

    attribute: str
    document: str
    name: str


def inline_policies(resource: Resource, spelt: Blocks, owners: str, owner: Pointer) -> Iterator[Entity]:
    """Yield what the blocks of a principal say; unknown blocks are one unknown policy."""
    value = resource.values.get(spelt.attribute)
    found = blocks(value, (spelt.attribute,))
    for block, path in found.found:
        document = policy(resource, (*path, spelt.document), PolicyKind.IDENTITY)
        if document is not None:
            name, places = text(block.get(spelt.name)), {"document": (spelt.document,)}
            held = InlinePolicy(resource, path, name=name, document=document, places=places)
            yield held_by(owners, owner, held)
    if not found.complete:
        path = (spelt.attribute, len(elements(value)))
        unknown = next((each for each in elements(value) if isinstance(each, Unknown)), None)
        missing = unknown or Unknown((f"{resource.address}.{spelt.attribute}",))
        document = PolicyDocument(missing, PolicyKind.IDENTITY, Place(resource, path))
        yield held_by(owners, owner, InlinePolicy(resource, path, document=document))


def attached(resource: Resource, attribute: str, owners: str, owner: Pointer) -> Iterator[Entity]:
    """Yield an attachment for each managed policy that a principal lists."""
    for index, named in enumerate(pointers(resource.values.get(attribute)).found):
        attachment = PolicyAttachment(resource, (attribute, index), policy=named, places={"policy": ()})
        yield held_by(owners, owner, attachment)


def held_by(owners: str, owner: Pointer, entity: Entity) -> Entity:
    """Return an entity with its owner in the list of roles, users or user groups."""
    setattr(entity, owners, [] if owner is None else [owner])
    return entity


def without_scheme(url: Pointer) -> Pointer:
    """Return an identity provider's URL as policies name it: without ``https://``."""
    if isinstance(url, str):
        return url.removeprefix(_SCHEME)
    if isinstance(url, Text) and isinstance(url.parts[0], str):
        first = url.parts[0].removeprefix(_SCHEME)
        return Text((first, *url.parts[1:])) if first else pointer(Text(url.parts[1:]))
    return url
