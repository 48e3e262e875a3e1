"""Whom buckets tell of their events.

Source: Terraform AWS provider, ``aws_s3_bucket_notification``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.reading import blocks, pointer, truth
from seamlint.model.storage import BucketNotification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate

_BLOCKS = {
    "lambda_function": ("lambda", "lambda_function_arn"),
    "queue": ("sqs", "queue_arn"),
    "topic": ("sns", "topic_arn"),
}


def notification(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_s3_bucket_notification``: one entity a destination."""
    named = pointer(resource.values.get("bucket"))
    for name, (service, attribute) in _BLOCKS.items():
        for block, path in blocks(resource.values.get(name), (name,)).found:
            yield BucketNotification(
                resource,
                path,
                bucket=named,
                service=service,
                destination=pointer(block.get(attribute)),
                places={"destination": (attribute,)},
            )
    if truth(resource.values.get("eventbridge")) is True:
        yield BucketNotification(resource, ("eventbridge",), bucket=named, service="events")


TRANSLATORS: dict[str, Translate] = {"aws_s3_bucket_notification": notification}
