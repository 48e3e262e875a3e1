variable "cidr" {
  type = string
}

variable "hub" {
  type    = string
  default = null
}

locals {
  names = var.hub == null ? ["main"] : ["main", "spoke"]
}

resource "aws_vpc" "this" {
  cidr_block = var.cidr
}

resource "aws_route_table" "this" {
  for_each = toset(local.names)
  vpc_id   = aws_vpc.this.id
  tags     = { Name = each.key }
}

output "id" {
  value       = aws_vpc.this.id
  description = "The VPC"
}

output "cidr" {
  value      = aws_vpc.this.cidr_block
  depends_on = [aws_route_table.this]
}

output "next" {
  value = cidrsubnet(replace(var.cidr, "10.2", "10.4"), 0, 0)
}

output "tables" {
  value = { for name, table in aws_route_table.this : name => table.tags.Name }
}
