"""CloudFront distributions: what they serve, and what they fetch it from.

Source: AWS CloudFormation template reference, ``AWS::CloudFront::Distribution`` (also the properties of its first
versions: ``S3Origin``, ``CustomOrigin``, ``CNAMEs``), ``AWS::Route53::RecordSet``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown
from seamlint.model.balancing import host, sent_headers
from seamlint.model.cloudformation.iam.reading import arn_of
from seamlint.model.edge import CacheBehavior, Distribution, FunctionAssociation, Label, Origin, OriginGroup
from seamlint.model.edge_functions import sees_requests
from seamlint.model.origin_domains import BUCKET, CUSTOM, WEBSITE, Answers, answers, through
from seamlint.model.reading import bare, blocks, elements, nested, pointer, text, truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Maybe, Places, Pointer

    Block = dict[str, Value]

CONFIG = "DistributionConfig"
DISTRIBUTION: Places = {
    "aliases": (CONFIG, "Aliases"),
    "acm_certificate": (CONFIG, "ViewerCertificate", "AcmCertificateArn"),
    "iam_certificate": (CONFIG, "ViewerCertificate", "IamCertificateId"),
    "default_certificate": (CONFIG, "ViewerCertificate", "CloudFrontDefaultCertificate"),
    "minimum_protocol": (CONFIG, "ViewerCertificate", "MinimumProtocolVersion"),
    "enabled": (CONFIG, "Enabled"),
    "staging": (CONFIG, "Staging"),
    "web_acl": (CONFIG, "WebACLId"),
    "log_bucket": (CONFIG, "Logging", "Bucket"),
    "log_prefix": (CONFIG, "Logging", "Prefix"),
}
ORIGIN: Places = {
    "id": ("Id",),
    "domain": ("DomainName",),
    "origin_path": ("OriginPath",),
    "access_control": ("OriginAccessControlId",),
    "access_identity": ("S3OriginConfig", "OriginAccessIdentity"),
    "headers": ("OriginCustomHeaders",),
    "protocol_policy": ("CustomOriginConfig", "OriginProtocolPolicy"),
    "vpc_origin": ("VpcOriginConfig",),
}
FIRST_ORIGIN: Places = {
    "domain": ("DNSName",),
    "access_identity": ("OriginAccessIdentity",),
    "protocol_policy": ("OriginProtocolPolicy",),
}
BEHAVIOR: Places = {
    "pattern": ("PathPattern",),
    "target_origin": ("TargetOriginId",),
    "methods": ("AllowedMethods",),
    "viewer_protocol": ("ViewerProtocolPolicy",),
}
RECORD = "AWS::Route53::RecordSet"
_WEBSITE = ".WebsiteURL"
_REST = frozenset({"DomainName", "RegionalDomainName", "DualStackDomainName"})
_FUNCTIONS = ("LambdaFunctionAssociations", "FunctionAssociations")
_LISTS = ("Origins", "CacheBehaviors")
_FIRST = ("S3Origin", "CustomOrigin")


def distribution(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::CloudFront::Distribution``."""
    config = blocks(resource.values.get(CONFIG)).first
    yield _distribution(resource, config, neighbours)
    for block, path in nested(resource.values, CONFIG, "Origins"):
        yield _origin(resource, block, path, neighbours)
    for name in _FIRST:
        for block, path in nested(resource.values, CONFIG, name):
            yield _first_origin(resource, block, path, neighbours)
    for block, path in nested(resource.values, CONFIG, "OriginGroups", "Items"):
        members = (pointer(member.get("OriginId")) for member, _ in nested(block, "Members", "Items"))
        found: list[Label] = [each for each in members if each is not None]
        yield OriginGroup(
            resource, path, id=pointer(block.get("Id")), members=found, places={"id": ("Id",), "members": ("Members",)}
        )
    for name in ("DefaultCacheBehavior", "CacheBehaviors"):
        for block, path in nested(resource.values, CONFIG, name):
            yield from _behavior(resource, block, path)


def _distribution(resource: Resource, config: Block, neighbours: Neighbours) -> Distribution:
    certificate = blocks(config.get("ViewerCertificate")).first
    logs = blocks(config.get("Logging")).first
    named = [*elements(config.get("Aliases")), *elements(config.get("CNAMEs"))]
    lost = any(isinstance(each, Unknown) for name in _LISTS for each in elements(config.get(name)))
    places = DISTRIBUTION if config.get("Aliases") is not None else {**DISTRIBUTION, "aliases": (CONFIG, "CNAMEs")}
    return Distribution(
        resource,
        (),
        arn=arn_of(resource),
        aliases=[each for each in map(text, named) if each is not None],
        acm_certificate=pointer(certificate.get("AcmCertificateArn")),
        iam_certificate=pointer(certificate.get("IamCertificateId")),
        default_certificate=truth(certificate.get("CloudFrontDefaultCertificate"), default=not certificate),
        minimum_protocol=text(certificate.get("MinimumProtocolVersion")),
        enabled=truth(config.get("Enabled")),
        staging=truth(config.get("Staging")),
        tenants=text(config.get("ConnectionMode")) == "tenant-only",
        web_acl=pointer(config.get("WebACLId")),
        log_bucket=_answers(pointer(logs.get("Bucket")), neighbours).bucket,
        log_prefix=text(logs.get("Prefix")),
        complete=bool(config) and not lost,
        handles=frozenset({"Ref", "Id", "Arn"}),
        places=places,
    )


def _host_of(resource: Resource, value: Value, neighbours: Neighbours) -> Pointer:
    """Return what a domain name points at: a piece of a bucket's website URL is the host in it."""
    named = host(value)
    if isinstance(named, Unknown) and len(named.needs) == 1 and named.needs[0].endswith(_WEBSITE):
        url = Reference(resource.unit, named.needs[0].removesuffix(_WEBSITE), _WEBSITE.removeprefix("."))
        return url if neighbours.type_of(url) == "AWS::S3::Bucket" else named
    return named


def _origin(resource: Resource, block: Block, path: Path, neighbours: Neighbours) -> Origin:
    domain = _host_of(resource, block.get("DomainName"), neighbours)
    answering = _answers(domain, neighbours)
    sent = (header for header, _ in nested(block, "OriginCustomHeaders"))
    return Origin(
        resource,
        path,
        id=pointer(block.get("Id")),
        domain=_behind(domain, neighbours),
        kind=answering.kind,
        bucket=answering.bucket,
        origin_path=text(block.get("OriginPath")) or "",
        access_control=pointer(block.get("OriginAccessControlId")),
        access_identity=_within(block, "S3OriginConfig", "OriginAccessIdentity"),
        headers=sent_headers(sent, "HeaderName", "HeaderValue"),
        protocol_policy=text(blocks(block.get("CustomOriginConfig")).first.get("OriginProtocolPolicy")),
        vpc_origin=bool(blocks(block.get("VpcOriginConfig")).found),
        places=ORIGIN,
    )


def _first_origin(resource: Resource, block: Block, path: Path, neighbours: Neighbours) -> Origin:
    """Translate the only origin of a distribution in the form of CloudFormation's first versions: it has no id."""
    domain = _host_of(resource, block.get("DNSName"), neighbours)
    answering = _answers(domain, neighbours)
    return Origin(
        resource,
        path,
        domain=_behind(domain, neighbours),
        kind=answering.kind,
        bucket=answering.bucket,
        access_identity=pointer(block.get("OriginAccessIdentity")),
        protocol_policy=text(block.get("OriginProtocolPolicy")),
        places=FIRST_ORIGIN,
    )


def _within(block: Block, name: str, attribute: str) -> Pointer:
    """Return what an attribute of a nested property points at; unknown where the property is not known."""
    holder = bare(block.get(name))
    return holder if isinstance(holder, Unknown) else pointer(blocks(holder).first.get(attribute))


def _behavior(resource: Resource, block: Block, path: Path) -> Iterator[Entity]:
    methods = (text(each) for each in elements(block.get("AllowedMethods")))
    yield CacheBehavior(
        resource,
        path,
        pattern=_pattern(block, path),
        target_origin=pointer(block.get("TargetOriginId")),
        methods=[each for each in methods if each is not None],
        viewer_protocol=text(block.get("ViewerProtocolPolicy")) or "allow-all",
        rewrites=sees_requests(block, _FUNCTIONS, "EventType"),
        places=BEHAVIOR,
    )
    name = _FUNCTIONS[0]
    for association, below in blocks(block.get(name), (*path, name)).found:
        yield FunctionAssociation(
            resource,
            below,
            event=text(association.get("EventType")),
            function=pointer(association.get("LambdaFunctionARN")),
            places={"event": ("EventType",), "function": ("LambdaFunctionARN",)},
        )


def _pattern(block: Block, path: Path) -> Maybe[str] | None:
    if "DefaultCacheBehavior" in path:
        return None
    return text(block.get("PathPattern")) or Unknown((".".join(map(str, (*path, "PathPattern"))),))


def _answers(domain: Pointer, neighbours: Neighbours) -> Answers:
    answering = answers(domain, lambda reference: _referred(reference, neighbours))
    return through(answering, lambda named: _access_point(named, neighbours), "Bucket")


def _access_point(named: Pointer, neighbours: Neighbours) -> Resource | None:
    found = neighbours.get(named)
    return found if found is not None and found.type == "AWS::S3::AccessPoint" else None


def _referred(reference: Reference, neighbours: Neighbours) -> Answers:
    kind, attribute = neighbours.type_of(reference), reference.attribute
    if kind == "AWS::S3::Bucket":
        bucket = Reference(reference.unit, reference.address, "Ref")
        return Answers(BUCKET if attribute in _REST else WEBSITE if attribute == "WebsiteURL" else CUSTOM, bucket)
    if kind == RECORD:
        name = _behind(reference, neighbours)
        return Answers(CUSTOM) if name == reference else _answers(name, neighbours)
    return Answers(CUSTOM if kind else Unknown((f"{reference.address}.{attribute}",)))


def _behind(domain: Pointer, neighbours: Neighbours) -> Pointer:
    """Return what a DNS record of the same template says a name stands for, else the name."""
    record = neighbours.get(domain, RECORD)
    if record is None or record.type != RECORD:
        return domain
    alias = blocks(record.values.get("AliasTarget")).first.get("DNSName")
    records = elements(record.values.get("ResourceRecords"))
    return host(alias) or (pointer(records[0]) if len(records) == 1 else None) or domain


TRANSLATORS: dict[str, Translate] = {"AWS::CloudFront::Distribution": distribution}
