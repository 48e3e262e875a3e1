variable "zones" {
  default = ["a", "b", "c"]
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = "main", Team = "net" }
}

resource "aws_subnet" "keyed" {
  for_each   = { for index, zone in var.zones : zone => cidrsubnet(aws_vpc.main.cidr_block, 4, index) }
  vpc_id     = aws_vpc.main.id
  cidr_block = each.value
  tags       = merge(aws_vpc.main.tags, { Name = "${aws_vpc.main.tags["Name"]}-${each.key}" })
}

resource "aws_subnet" "counted" {
  count      = length(var.zones)
  vpc_id     = element([aws_vpc.main.id], count.index)
  cidr_block = values(aws_subnet.keyed)[count.index].cidr_block
  tags       = { Zone = upper(element(var.zones, count.index + 1)) }
}

resource "aws_security_group" "rules" {
  name = "rules"

  ingress {
    from_port   = 80
    to_port     = 80
    cidr_blocks = [for subnet in aws_subnet.keyed : subnet.cidr_block]
  }

  ingress {
    from_port   = 443
    to_port     = 443
    cidr_blocks = aws_subnet.counted[*].cidr_block
  }
}

locals {
  by_size = { for subnet in aws_subnet.counted : split("/", subnet.cidr_block)[1] => subnet.tags.Zone... }
  pairs   = zipmap(var.zones, aws_subnet.counted[*].cidr_block)
  mixed   = [for item in [1, "2", true, null] : item == null ? "null" : tostring(item)]
  deep    = merge([for zone in var.zones : { (zone) = { name = zone, subnets = [aws_subnet.keyed[zone].cidr_block] } }]...)
  objects = length(var.zones) > 2 ? { a = 1, b = ["x"] } : { a = 2, b = [] }
}

output "values" {
  value = {
    ports   = aws_security_group.rules.ingress[*].from_port
    second  = aws_security_group.rules.ingress[1].cidr_blocks[2]
    legacy  = aws_security_group.rules.ingress.0.to_port
    by_size = local.by_size
    pairs   = local.pairs
    mixed   = local.mixed
    deep    = local.deep
    objects = local.objects
    flat    = flatten([for zone, subnet in aws_subnet.keyed : [zone, [subnet.cidr_block]]])
    sorted  = sort(distinct(concat(var.zones, reverse(var.zones))))
    grouped = { for zone in concat(var.zones, ["a"]) : zone => upper(zone)... }
    ids     = length(aws_subnet.counted[*].id)
    first   = coalesce(null, "", aws_vpc.main.tags.Team)
    chunks  = chunklist(var.zones, 2)
    product = [for pair in setproduct(["x", "y"], toset(var.zones)) : join("", pair)]
  }
}
