"""Whether anything grows faster than its input: one shape of code at several sizes, checked with all rules.

    python benchmarks/growth.py [--shape SHAPE ...] [SIZE ...]

The last column is the exponent between the smallest and the largest size: 1 where twice as much code takes twice as
long, 2 where it takes four times as long. What starting up costs is taken off; short runs say little.
"""

import argparse
import math
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import terraform
from measuring import measured

SIZES = (250, 500, 1000, 2000)
PROVIDER = 'provider "aws" {\n  region = "eu-west-1"\n}\n'

LEAF = """
variable "name" { type = string }
variable "ports" { type = list(number) }
resource "aws_security_group" "this" {
  name = var.name
}
resource "aws_security_group_rule" "in" {
  for_each          = { for port in var.ports : "p${port}" => port }
  type              = "ingress"
  security_group_id = aws_security_group.this.id
  from_port         = each.value
  to_port           = each.value
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/8"]
}
output "id" { value = aws_security_group.this.id }
"""
MIDDLE = """
variable "services" { type = map(list(number)) }
module "leaf" {
  source   = "../leaf"
  for_each = var.services
  name     = each.key
  ports    = each.value
}
output "ids" { value = { for name, leaf in module.leaf : name => leaf.id } }
"""
CALL = """
module "app_%(at)s" {
  source   = "./modules/middle"
  services = { web = [80, 443], api = [8080], db = [5432, 5433] }
}
output "app_%(at)s" { value = module.app_%(at)s.ids }
"""
VPC = """
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/8"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
"""
SUBNET = """
resource "aws_subnet" "s%(at)s" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.%(high)s.%(low)s.0/24"
}
resource "aws_route_table_association" "s%(at)s" {
  subnet_id      = aws_subnet.s%(at)s.id
  route_table_id = aws_route_table.main.id
}
resource "aws_network_acl" "s%(at)s" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.s%(at)s.id]
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 443
    to_port    = 443
  }
  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "10.0.0.0/8"
    from_port  = 1024
    to_port    = 65535
  }
}
resource "aws_security_group" "s%(at)s" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [aws_security_group.s%(next)s.id]
  }
}
resource "aws_instance" "s%(at)s" {
  subnet_id                   = aws_subnet.s%(at)s.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.s%(at)s.id]
}
"""
INSTANCE = """
resource "aws_instance" "more_%(at)s" {
  subnet_id                   = aws_subnet.s0.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.s0.id]
}
"""
RULE = """
  ingress {
    from_port   = %(at)s
    to_port     = %(at)s
    protocol    = "tcp"
    cidr_blocks = ["%(first)s.%(low)s.0.0/16"]
  }
"""
ROLE = """
resource "aws_iam_role" "r%(at)s" {
  name               = "r%(at)s"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.r%(next)s.arn } }]
  })
}
resource "aws_iam_role_policy" "r%(at)s" {
  role   = aws_iam_role.r%(at)s.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:Get*", "ec2:Describe*"], Resource = "*" }]
  })
}
"""
BUCKET = """
resource "aws_s3_bucket" "b%(at)s" {
  bucket = "acme-site-%(at)s"
}
resource "aws_s3_bucket_public_access_block" "b%(at)s" {
  bucket                  = aws_s3_bucket.b%(at)s.id
  block_public_policy     = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_policy" "b%(at)s" {
  bucket = aws_s3_bucket.b%(at)s.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.b%(at)s.arn}/*"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.b%(at)s.arn } }
    }]
  })
}
resource "aws_cloudfront_origin_access_control" "b%(at)s" {
  name                              = "b%(at)s"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}
resource "aws_cloudfront_distribution" "b%(at)s" {
  enabled = true
  aliases = ["b%(at)s.example.com"]
  origin {
    domain_name              = aws_s3_bucket.b%(at)s.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.b%(at)s.id
    origin_id                = "site"
  }
  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "site"
    viewer_protocol_policy = "redirect-to-https"
  }
  viewer_certificate {
    acm_certificate_arn = aws_acm_certificate.b%(at)s.arn
    ssl_support_method  = "sni-only"
  }
}
resource "aws_acm_certificate" "b%(at)s" {
  provider          = aws.virginia
  domain_name       = "b%(at)s.example.com"
  validation_method = "DNS"
}
"""
KEY = """
resource "aws_kms_key" "k%(at)s" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } },
      { Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = aws_iam_role.k%(at)s.arn } },
    ]
  })
}
resource "aws_s3_bucket" "k%(at)s" {
  bucket = "acme-data-%(at)s"
}
resource "aws_s3_bucket_server_side_encryption_configuration" "k%(at)s" {
  bucket = aws_s3_bucket.k%(at)s.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.k%(at)s.arn
    }
  }
}
resource "aws_iam_role" "k%(at)s" {
  name               = "k%(at)s"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "k%(at)s" {
  role   = aws_iam_role.k%(at)s.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.k%(at)s.arn}/*" }]
  })
}
"""
VIRGINIA = 'provider "aws" {\n  alias  = "virginia"\n  region = "us-east-1"\n}\n'
COUNTED = """
resource "aws_subnet" "counted" {
  count      = %(size)s
  cidr_block = cidrsubnet("10.0.0.0/8", 16, count.index)
}
resource "aws_subnet" "keyed" {
  for_each   = { for subnet in aws_subnet.counted : subnet.cidr_block => subnet.id }
  cidr_block = each.key
}
resource "aws_route_table_association" "all" {
  count          = length(aws_subnet.counted)
  subnet_id      = element(aws_subnet.counted[*].id, count.index)
  gateway_id     = aws_subnet.counted[count.index].id
  route_table_id = element([for subnet in aws_subnet.counted : subnet.arn], count.index)
  region         = length(values(aws_subnet.keyed)[*].id) > 0 ? "eu-west-1" : null
}
"""


def each(text: str, size: int) -> str:
    """Write a text once for every number."""
    return "".join(
        text
        % {"at": at, "next": (at + 1) % size, "low": at % 256, "high": at // 256 % 256, "first": at // 256 % 200 + 11}
        for at in range(size)
    )


def chain(size: int) -> str:
    links = (f"  l{at} = merge(local.l{at - 1}, {{ k{at} = concat([{at}], [1]) }})\n" for at in range(1, size))
    return (
        PROVIDER + "locals {\n  l0 = {}\n" + "".join(links) + f'}}\noutput "all" {{\n  value = local.l{size - 1}\n}}\n'
    )


def loop(size: int) -> str:
    ranges = "".join(f'    k{at} = {{ cidr = "10.{at // 256}.{at % 256}.0/24" }}\n' for at in range(size))
    subnets = 'resource "aws_subnet" "s" {\n  for_each   = local.all\n  cidr_block = each.value.cidr\n}\n'
    return f"{PROVIDER}locals {{\n  all = {{\n{ranges}  }}\n}}\n{subnets}"


SHAPES: dict[str, Callable[[int], str]] = {
    "chain of merges": chain,
    "one big for_each": loop,
    "splats in instances": lambda size: PROVIDER + COUNTED % {"size": size},
    "module fan-out": lambda size: PROVIDER + each(CALL, size),
    "subnets and groups": lambda size: PROVIDER + VPC + each(SUBNET, size),
    "one group, many rules": lambda size: PROVIDER + VPC + each(SUBNET, 1)
    + 'resource "aws_security_group" "many" {\n  vpc_id = aws_vpc.main.id\n' + each(RULE, size) + "}\n"
    + INSTANCE.replace("s0.id]", "many.id]") % {"at": 0},
    "one subnet, many hosts": lambda size: PROVIDER + VPC + each(SUBNET, 1) + each(INSTANCE, size),
    "roles that trust": lambda size: PROVIDER + each(ROLE, size),
    "buckets behind CDNs": lambda size: PROVIDER + VIRGINIA + each(BUCKET, size),
    "keys and roles": lambda size: PROVIDER + each(KEY, size),
}  # fmt: skip


def taken(shape: str, sizes: list[int]) -> Iterator[tuple[int, float]]:
    """Yield lines and CPU seconds of a shape at each size."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            text = SHAPES[shape](size)
            (Path(folder) / "main.tf").write_text(text)
            for name, module in (("leaf", LEAF), ("middle", MIDDLE)):
                (Path(folder) / "modules" / name).mkdir(parents=True)
                (Path(folder) / "modules" / name / "main.tf").write_text(module)
            yield text.count("\n"), measured(terraform.__file__, "check", Path(folder))["seconds"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, metavar="SIZE", help=f"(default: {SIZES})")
    parser.add_argument("--shape", action="append", choices=SHAPES, help="only this one (repeatable)")
    arguments = parser.parse_args()
    sizes = sorted(arguments.sizes or SIZES)
    print(f"{'size':24}{''.join(f'{size:>12,}' for size in sizes)}      lines/s  exponent")
    for shape in arguments.shape or SHAPES:
        (_, idle), *points = taken(shape, [1, *sizes])
        cells = "".join(f"{seconds:>10.2f} s" for _, seconds in points)
        (_, least), (many, most) = points[0], points[-1]
        ratio = max(most - idle, 1e-3) / max(least - idle, 1e-3)
        exponent = math.log(ratio) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else 1
        print(f"{shape:24}{cells}{many / most:>13,.0f}{exponent:>10.2f}", flush=True)


if __name__ == "__main__":
    main()
