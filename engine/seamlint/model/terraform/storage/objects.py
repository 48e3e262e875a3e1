"""Objects that code puts into buckets, as far as their ACLs go.

Source: Terraform AWS provider, ``aws_s3_object``, ``aws_s3_bucket_object``, ``aws_s3_object_copy``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.reading import pointer, text
from seamlint.model.storage import ObjectAcl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate


def object_acl(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the ACL of an object; one without has the private one."""
    canned = text(resource.values.get("acl"))
    if canned is not None:
        places = {"canned": ("acl",)}
        yield ObjectAcl(resource, (), bucket=pointer(resource.values.get("bucket")), canned=canned, places=places)


TRANSLATORS: dict[str, Translate] = {
    "aws_s3_object": object_acl,
    "aws_s3_bucket_object": object_acl,
    "aws_s3_object_copy": object_acl,
}
