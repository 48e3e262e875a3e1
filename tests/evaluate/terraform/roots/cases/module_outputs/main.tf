variable "enabled" {
  default = true
}

module "vpc" {
  source = "./vpc"
  count  = var.enabled ? 1 : 0
  cidr   = "10.2.0.0/16"
}

module "none" {
  source = "./vpc"
  count  = var.enabled ? 0 : 1
  cidr   = "10.3.0.0/16"
}

module "spokes" {
  source   = "./vpc"
  for_each = toset(["east", "west"])
  cidr     = each.key == "east" ? one(module.vpc[*].next) : cidrsubnet("10.8.0.0/12", 4, length(each.value))
  hub      = try(module.vpc[0].cidr, null)
}

resource "aws_route" "to_spoke" {
  for_each               = module.spokes
  route_table_id         = module.vpc[0].tables["main"]
  destination_cidr_block = each.value.cidr
  vpc_peering_connection_id = each.value.id
}

resource "aws_instance" "choice" {
  subnet_id     = try(module.none[0].id, "subnet-fallback")
  instance_type = length(module.none) == 0 ? "t3.small" : "t3.large"
  tags          = { for name, spoke in module.spokes : name => spoke.cidr }
}

output "cidrs" {
  value = concat(module.vpc[*].cidr, values(module.spokes)[*].cidr, module.none[*].cidr)
}

output "keys" {
  value = [keys(module.spokes), can(module.none[0]), one(module.none[*].cidr) == null]
}
