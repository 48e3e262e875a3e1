"""Repositories of any size, in the shapes that Terraform code has: roots that call modules, loops, policies, tags.

    python benchmarks/generated.py FOLDER [FACTOR]

Factor 1 is about 10,000 lines. The same factor gives the same text.
"""

import sys
from pathlib import Path

ROOTS = 16
SERVICES = 12

VARIABLES = """
variable "region" {
  description = "Where everything is deployed"
  type        = string
  default     = "eu-west-1"
}

variable "cidr" {
  type    = string
  default = "10.%(number)s.0.0/16"
}

variable "zones" {
  type    = list(string)
  default = ["a", "b", "c"]
}

variable "services" {
  type = map(object({ port = number, public = optional(bool, false), sources = optional(list(string), []) }))
  default = {
    web = { port = 443, public = true }
    api = { port = 8080, sources = ["10.0.0.0/8"] }
    db  = { port = 5432 }
  }
}

locals {
  name   = "stack-%(number)s"
  public = { for name, service in var.services : name => service if service.public }
  tags = {
    Stack     = local.name # for the bill
    ManagedBy = "terraform"
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = ["111122223333"]

  default_tags {
    tags = local.tags
  }
}

module "network" {
  source = "../modules/network"
  name   = local.name
  cidr   = var.cidr
  zones  = [for zone in var.zones : "${var.region}${zone}"]
  tags   = merge(local.tags, { Part = "network" })
}
"""

SERVICE = """
resource "aws_security_group" "service_%(service)s" {
  name        = "${local.name}-service-%(service)s"
  description = "What may reach service %(service)s"
  vpc_id      = module.network.vpc_id

  dynamic "ingress" {
    for_each = local.public
    content {
      description = "Public ${ingress.key}"
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = merge(local.tags, { Name = "service-%(service)s" })
}

resource "aws_iam_role" "service_%(service)s" {
  name = "${local.name}-service-%(service)s"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "service_%(service)s" {
  role   = aws_iam_role.service_%(service)s.id
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": ["s3:GetObject", "s3:PutObject"],
          "Resource": "arn:aws:s3:::${local.name}-data/service-%(service)s/*"
        }
      ]
    }
  EOT
}
"""

NETWORK = """
variable "name" { type = string }
variable "cidr" { type = string }
variable "zones" { type = list(string) }
variable "tags" { type = map(string) }

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = merge(var.tags, { Name = var.name })
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "public" {
  for_each          = { for index, zone in var.zones : zone => index }
  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(var.cidr, 8, each.value)
}

resource "aws_subnet" "private" {
  count             = length(var.zones)
  vpc_id            = aws_vpc.this.id
  availability_zone = var.zones[count.index]
  cidr_block        = cidrsubnet(var.cidr, 8, count.index + 100)
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table_association" "public" {
  for_each       = aws_subnet.public
  subnet_id      = each.value.id
  route_table_id = aws_route_table.public.id
}

resource "aws_network_acl" "private" {
  vpc_id     = aws_vpc.this.id
  subnet_ids = aws_subnet.private[*].id

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = var.cidr
    from_port  = 0
    to_port    = 65535
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 1024
    to_port    = 65535
  }
}

output "vpc_id" {
  value = aws_vpc.this.id
}
"""


def write(folder: Path, factor: int) -> None:
    """Write a repository of a factor times about 10,000 lines."""
    network = folder / "modules" / "network"
    network.mkdir(parents=True)
    (network / "main.tf").write_text(NETWORK.lstrip())
    for number in range(ROOTS * factor):
        root = folder / f"stack-{number}"
        root.mkdir()
        (root / "main.tf").write_text((VARIABLES % {"number": number % 256}).lstrip())
        for service in range(SERVICES):
            (root / f"service_{service}.tf").write_text((SERVICE % {"service": service}).lstrip())


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
