locals {
  subnets = {
    "public/a"   = { cidr = "10.0.0.0/24", public = true }
    "private.a"  = { cidr = "10.0.1.0/24", public = false }
    "quote\"d"   = { cidr = "10.0.2.0/24", public = false }
    "dollar $${x}" = { cidr = "10.0.3.0/24", public = false }
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id                  = aws_vpc.main.id
  cidr_block              = each.value.cidr
  map_public_ip_on_launch = each.value.public
  tags                    = { Name = each.key }
}

resource "aws_route_table" "set" {
  for_each = toset([for name, subnet in local.subnets : name if subnet.public])
  vpc_id   = aws_vpc.main.id
  tags     = { key = each.key, value = each.value }
}

resource "aws_route_table_association" "chained" {
  for_each       = aws_subnet.this
  subnet_id      = each.value.id
  route_table_id = each.value.map_public_ip_on_launch ? aws_route_table.set[each.key].id : null
}

resource "aws_vpc" "nothing" {
  for_each   = {}
  cidr_block = each.value
}

output "public" {
  value = [for name, subnet in aws_subnet.this : subnet.cidr_block if subnet.map_public_ip_on_launch]
}

output "keys" {
  value = keys(aws_subnet.this)
}
