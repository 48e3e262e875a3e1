"""CloudFront distributions' origins.

Source: Terraform AWS provider, ``aws_cloudfront_distribution``, ``aws_route53_record``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.balancing import host, sent_headers
from seamlint.model.network import Origin
from seamlint.model.reading import blocks, nested, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.entity import Entity, Places, Pointer
    from seamlint.model.terraform.neighbours import Neighbours, Translate

ORIGIN: Places = {"domain": ("domain_name",), "headers": ("custom_header",), "vpc_origin": ("vpc_origin_config",)}


def distribution(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate the origins of ``aws_cloudfront_distribution``."""
    for block, path in blocks(resource.values.get("origin"), ("origin",)).found:
        headers = sent_headers((header for header, _ in nested(block, "custom_header")), "name", "value")
        domain = _behind(host(block.get("domain_name")), neighbours)
        inside = bool(blocks(block.get("vpc_origin_config")).found)
        yield Origin(resource, path, domain=domain, headers=headers, vpc_origin=inside, places=ORIGIN)


def _behind(domain: Pointer, neighbours: Neighbours) -> Pointer:
    """Return what a DNS record of the same unit says a name stands for, else the name."""
    record = neighbours.get(domain, "aws_route53_record")
    if record is None or record.type != "aws_route53_record":
        return domain
    alias = blocks(record.values.get("alias")).first.get("name")
    return host(alias) or pointer(_only(record.values.get("records"))) or domain


def _only(records: Value) -> Value:
    return records[0] if isinstance(records, list) and len(records) == 1 else None


TRANSLATORS: dict[str, Translate] = {"aws_cloudfront_distribution": distribution}
