"""CloudFront distributions: what they serve, and what they fetch it from.

Sources: Terraform AWS provider, ``aws_cloudfront_distribution``, ``aws_cloudfront_multitenant_distribution``,
``aws_route53_record``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown
from seamlint.model.balancing import host, sent_headers
from seamlint.model.edge import CacheBehavior, Distribution, FunctionAssociation, Origin, OriginGroup
from seamlint.model.edge_functions import sees_requests
from seamlint.model.origin_domains import BUCKET, CUSTOM, WEBSITE, Answers, answers, through
from seamlint.model.reading import blocks, elements, nested, pointer, text, truth
from seamlint.model.terraform.iam.reading import arn_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Entity, Maybe, Places, Pointer
    from seamlint.model.terraform.neighbours import Neighbours, Translate

    Block = dict[str, Value]

DISTRIBUTION: Places = {
    "acm_certificate": ("viewer_certificate", 0, "acm_certificate_arn"),
    "iam_certificate": ("viewer_certificate", 0, "iam_certificate_id"),
    "default_certificate": ("viewer_certificate", 0, "cloudfront_default_certificate"),
    "minimum_protocol": ("viewer_certificate", 0, "minimum_protocol_version"),
    "web_acl": ("web_acl_id",),
    "log_bucket": ("logging_config", 0, "bucket"),
    "log_prefix": ("logging_config", 0, "prefix"),
}
ORIGIN: Places = {
    "id": ("origin_id",),
    "domain": ("domain_name",),
    "access_control": ("origin_access_control_id",),
    "access_identity": ("s3_origin_config", 0, "origin_access_identity"),
    "headers": ("custom_header",),
    "protocol_policy": ("custom_origin_config", 0, "origin_protocol_policy"),
    "vpc_origin": ("vpc_origin_config",),
}
BEHAVIOR: Places = {
    "pattern": ("path_pattern",),
    "target_origin": ("target_origin_id",),
    "methods": ("allowed_methods",),
    "viewer_protocol": ("viewer_protocol_policy",),
}
_REST = frozenset({"bucket_domain_name", "bucket_regional_domain_name"})
_BEHAVIORS = ("default_cache_behavior", "ordered_cache_behavior", "cache_behavior")
_FUNCTIONS = ("lambda_function_association", "function_association")
_LISTS = ("origin", "origin_group", *_BEHAVIORS)


def distribution(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_cloudfront_distribution`` and ``aws_cloudfront_multitenant_distribution``."""
    values = resource.values
    certificate = blocks(values.get("viewer_certificate")).first
    logs = blocks(values.get("logging_config")).first
    lost = any(isinstance(each, Unknown) for name in _LISTS for each in elements(values.get(name)))
    yield Distribution(
        resource,
        (),
        arn=arn_of(resource),
        aliases=[each for each in map(text, elements(values.get("aliases"))) if each is not None],
        acm_certificate=pointer(certificate.get("acm_certificate_arn")),
        iam_certificate=pointer(certificate.get("iam_certificate_id")),
        default_certificate=truth(certificate.get("cloudfront_default_certificate")),
        minimum_protocol=text(certificate.get("minimum_protocol_version")),
        enabled=truth(values.get("enabled")),
        staging=truth(values.get("staging")),
        tenants=resource.type == "aws_cloudfront_multitenant_distribution",
        web_acl=pointer(values.get("web_acl_id")),
        log_bucket=_answers(pointer(logs.get("bucket")), neighbours).bucket,
        log_prefix=text(logs.get("prefix")),
        complete=not lost,
        places=DISTRIBUTION,
    )
    yield from _origins(resource, neighbours)
    for name in _BEHAVIORS:
        for block, path in blocks(values.get(name), (name,)).found:
            yield from _behavior(resource, block, path)


def looked_up(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``data.aws_cloudfront_distribution``."""
    yield Distribution(resource, (), arn=arn_of(resource), complete=False)


def _origins(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    for block, path in blocks(resource.values.get("origin"), ("origin",)).found:
        yield _origin(resource, block, path, neighbours)
    for block, path in blocks(resource.values.get("origin_group"), ("origin_group",)).found:
        members = (pointer(each.get("origin_id")) for each, _ in nested(block, "member"))
        yield OriginGroup(
            resource,
            path,
            id=pointer(block.get("origin_id")) or pointer(block.get("id")),
            members=[each for each in members if each is not None],
            places={"id": ("origin_id",), "members": ("member",)},
        )


def _origin(resource: Resource, block: Block, path: Path, neighbours: Neighbours) -> Origin:
    domain = host(block.get("domain_name"))
    answering = _answers(domain, neighbours)
    return Origin(
        resource,
        path,
        id=pointer(block.get("origin_id")) or pointer(block.get("id")),
        domain=_behind(domain, neighbours),
        kind=answering.kind,
        bucket=answering.bucket,
        origin_path=text(block.get("origin_path")) or "",
        access_control=pointer(block.get("origin_access_control_id")),
        access_identity=_within(block, "s3_origin_config", "origin_access_identity"),
        headers=sent_headers((header for header, _ in nested(block, "custom_header")), "name", "value"),
        protocol_policy=text(blocks(block.get("custom_origin_config")).first.get("origin_protocol_policy")),
        vpc_origin=bool(blocks(block.get("vpc_origin_config")).found),
        places=ORIGIN,
    )


def _within(block: Block, name: str, attribute: str) -> Pointer:
    """Return what an attribute of the only block of a name points at; unknown where the block is not known."""
    found = blocks(block.get(name))
    if not found.found and not found.complete:
        return next((each for each in elements(block.get(name)) if isinstance(each, Unknown)), None)
    return pointer(found.first.get(attribute))


def _behavior(resource: Resource, block: Block, path: Path) -> Iterator[Entity]:
    methods = (text(each) for value in elements(block.get("allowed_methods")) for each in _items(value))
    yield CacheBehavior(
        resource,
        path,
        pattern=_pattern(block, path),
        target_origin=pointer(block.get("target_origin_id")),
        methods=[each for each in methods if each is not None],
        viewer_protocol=text(block.get("viewer_protocol_policy")) or "allow-all",
        rewrites=sees_requests(block, _FUNCTIONS, "event_type"),
        places=BEHAVIOR,
    )
    name = _FUNCTIONS[0]
    for association, below in blocks(block.get(name), (*path, name)).found:
        yield FunctionAssociation(
            resource,
            below,
            event=text(association.get("event_type")),
            function=pointer(association.get("lambda_arn") or association.get("lambda_function_arn")),
            places={"event": ("event_type",), "function": ("lambda_arn",)},
        )


def _pattern(block: Block, path: Path) -> Maybe[str] | None:
    if path[0] == "default_cache_behavior":
        return None
    return text(block.get("path_pattern")) or Unknown((".".join(map(str, (*path, "path_pattern"))),))


def _items(methods: Value) -> list[Value]:
    """Return allowed methods, which a multi-tenant distribution writes in a block."""
    return elements(methods.get("items")) if isinstance(methods, dict) else [methods]


def _answers(domain: Pointer, neighbours: Neighbours) -> Answers:
    answering = answers(domain, lambda reference: _referred(reference, neighbours))
    return through(answering, lambda named: _access_point(named, neighbours), "bucket")


def _access_point(named: Pointer, neighbours: Neighbours) -> Resource | None:
    found = neighbours.get(named)
    return found if found is not None and found.type == "aws_s3_access_point" else None


def _referred(reference: Reference, neighbours: Neighbours) -> Answers:
    kind, attribute = neighbours.type_of(reference), reference.attribute
    if kind == "aws_s3_bucket":
        bucket = Reference(reference.unit, reference.address, "id")
        answering = BUCKET if attribute in _REST else WEBSITE if attribute == "website_endpoint" else CUSTOM
        return Answers(answering, bucket)
    if kind == "aws_s3_bucket_website_configuration" and attribute == "website_endpoint":
        configuration = neighbours.get(reference)
        return Answers(WEBSITE, pointer(configuration.values.get("bucket")) if configuration else None)
    if kind == "aws_route53_record":
        name = _behind(reference, neighbours)
        return Answers(CUSTOM) if name == reference else _answers(name, neighbours)
    return Answers(CUSTOM if kind.startswith("aws_") else Unknown((f"{reference.address}.{attribute}",)))


def _behind(domain: Pointer, neighbours: Neighbours) -> Pointer:
    """Return what a DNS record of the same unit says a name stands for, else the name."""
    record = neighbours.get(domain, "aws_route53_record")
    if record is None or record.type != "aws_route53_record":
        return domain
    alias = blocks(record.values.get("alias")).first.get("name")
    return host(alias) or pointer(_only(record.values.get("records"))) or domain


def _only(records: Value) -> Value:
    return records[0] if isinstance(records, list) and len(records) == 1 else None


TRANSLATORS: dict[str, Translate] = {
    "aws_cloudfront_distribution": distribution,
    "aws_cloudfront_multitenant_distribution": distribution,
    "data.aws_cloudfront_distribution": looked_up,
}
