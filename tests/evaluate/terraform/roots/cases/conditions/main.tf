variable "vpc_id" {
  default = null
}

variable "extra_cidrs" {
  type    = list(string)
  default = []
}

locals {
  create = var.vpc_id == null
  vpc_id = local.create ? aws_vpc.this[0].id : var.vpc_id
}

resource "aws_vpc" "this" {
  count      = local.create ? 1 : 0
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "this" {
  vpc_id     = local.vpc_id
  cidr_block = coalesce(one(var.extra_cidrs), "10.0.9.0/24")
}

resource "aws_security_group_rule" "many" {
  for_each = { for pair in setproduct(["tcp", "udp"], [53, 80]) : "${pair[0]}-${pair[1]}" => pair }

  type              = "ingress"
  protocol          = each.value[0]
  from_port         = each.value[1]
  to_port           = tonumber(each.value[1])
  security_group_id = "sg-1"
  cidr_blocks       = length(var.extra_cidrs) > 0 ? var.extra_cidrs : ["10.0.0.0/8"]
}

output "lookups" {
  value = [
    lookup({ a = 1 }, "b", 2),
    try(var.vpc_id.x, "fallback"),
    can(regex("^10", aws_subnet.this.cidr_block)),
    contains(["a"], "a") && !(1 > 2) || false,
  ]
}
