"""Pieces of Terraform that the tests of network facts put together."""

from __future__ import annotations

VPC = """
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
"""
SUBNETS = """
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "b" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.2.0/24"
}
"""
INTERNET = """
resource "aws_internet_gateway" "g" { vpc_id = aws_vpc.v.id }
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.g.id
  }
}
resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.public.id
}
"""


def rule(direction, protocol, ports, *cidrs, more=""):
    """An inline rule of a security group."""
    ranges = ", ".join(f'"{cidr}"' for cidr in cidrs)
    return f"""
  {direction} {{
    protocol    = "{protocol}"
    from_port   = {ports[0]}
    to_port     = {ports[1]}
    cidr_blocks = [{ranges}]
    {more}
  }}"""


def group(name, *rules):
    """A security group with inline rules."""
    return f'resource "aws_security_group" "{name}" {{\n  vpc_id = aws_vpc.v.id{"".join(rules)}\n}}\n'


def instance(name, subnet, *groups, more=""):
    """An instance in a subnet with groups."""
    ids = ", ".join(f"aws_security_group.{each}.id" for each in groups)
    return f"""
resource "aws_instance" "{name}" {{
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.{subnet}.id
  vpc_security_group_ids = [{ids}]
  {more}
}}
"""


def entry(direction, number, action, service, cidr):
    """An inline entry of a network ACL; the service as ``tcp 443-443``, ``-1 0-0``."""
    protocol, _, ports = service.partition(" ")
    first, _, last = ports.partition("-")
    return f"""
  {direction} {{
    rule_no    = {number}
    action     = "{action}"
    protocol   = "{protocol}"
    from_port  = {first}
    to_port    = {last}
    cidr_block = {cidr if cidr.startswith("var.") else f'"{cidr}"'}
  }}"""


def acl(name, subnets, *entries, kind="aws_network_acl"):
    """A network ACL with inline entries."""
    ids = ", ".join(f"aws_subnet.{subnet}.id" for subnet in subnets)
    owner = "vpc_id" if kind == "aws_network_acl" else "default_network_acl_id"
    value = "aws_vpc.v.id" if kind == "aws_network_acl" else "aws_vpc.v.default_network_acl_id"
    listed = f"subnet_ids = [{ids}]" if subnets else ""
    return f'resource "{kind}" "{name}" {{\n  {owner} = {value}\n  {listed}{"".join(entries)}\n}}\n'


ALL_IN = entry("ingress", 100, "allow", "-1 0-0", "0.0.0.0/0")
ALL_OUT = entry("egress", 100, "allow", "-1 0-0", "0.0.0.0/0")
HTTPS_IN = rule("ingress", "tcp", (443, 443), "203.0.113.0/24")
