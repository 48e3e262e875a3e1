"""What a fix says of a bucket, as text of its dialect: beside the bucket in Terraform, inside it in CloudFormation.

Sources: Terraform AWS provider, the resources that begin with ``aws_s3_bucket``; AWS CloudFormation template reference,
``AWS::S3::Bucket``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.cloudformation import paste as cloudformation
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from seamlint.model.entity import Entity

_MODULES = Pattern(r'^(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*"|\*)\])?\.)+')
_TEMPLATES = ("cloudformation", "cdk")


def own_address(entity: Entity) -> str:
    """Return what the module or template that declares an entity calls it."""
    if entity.resource.dialect in _TEMPLATES:
        return entity.resource.logical_id or entity.address
    return _MODULES.sub("", entity.address)


def ownership(bucket: Entity, value: str) -> str:
    """Return ownership controls for a bucket."""
    if bucket.resource.dialect in _TEMPLATES:
        return cloudformation.properties(bucket, {"OwnershipControls": {"Rules": [{"ObjectOwnership": value}]}})
    return beside(bucket, "ownership_controls", f'  rule {{\n    object_ownership = "{value}"\n  }}')


def beside(bucket: Entity, kind: str, body: str) -> str:
    """Return a resource of Terraform that says something of a bucket."""
    own = own_address(bucket)
    name = own.partition(".")[2].partition("[")[0]
    return f'resource "aws_s3_bucket_{kind}" "{name}" {{\n  bucket = {own}.id\n{body}\n}}'


def encryption(bucket: Entity, algorithm: str) -> str:
    """Return a default encryption without a key for a bucket."""
    if bucket.resource.dialect in _TEMPLATES:
        default = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm}}
        return cloudformation.properties(bucket, {"BucketEncryption": {"ServerSideEncryptionConfiguration": [default]}})
    inside = f'    apply_server_side_encryption_by_default {{\n      sse_algorithm = "{algorithm}"\n    }}'
    return beside(bucket, "server_side_encryption_configuration", f"  rule {{\n{inside}\n  }}")


def public_policies_allowed(bucket: Entity) -> str:
    """Return a public access block for a bucket that lets its policy be public, and no ACL."""
    if bucket.resource.dialect in _TEMPLATES:
        off: dict[str, object] = {"BlockPublicPolicy": False, "RestrictPublicBuckets": False}
        on: dict[str, object] = {"BlockPublicAcls": True, "IgnorePublicAcls": True}
        return cloudformation.properties(bucket, {"PublicAccessBlockConfiguration": {**on, **off}})
    flags = ("block_public_acls       = true", "ignore_public_acls      = true")
    off_flags = ("block_public_policy     = false", "restrict_public_buckets = false")
    return beside(bucket, "public_access_block", "\n".join(f"  {line}" for line in (*flags, *off_flags)))
