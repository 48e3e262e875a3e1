variable "groups" {
  type = map(object({
    ports    = set(number)
    internal = optional(bool, false)
    owner = optional(object({
      email = string
      phone = optional(string, "none")
    }))
  }))
}

variable "list_of_any" {
  type = list(any)
}

variable "map_of_any" {
  type = map(any)
}

variable "numbers" {
  type = set(number)
}

variable "loose" {
  type = list(object({ name = string }))
}

variable "unset" {
  type    = list(object({ cidr = string }))
  default = []
}

resource "aws_security_group" "this" {
  for_each = var.groups

  name = each.value.internal ? "internal-${each.key}" : each.key

  dynamic "ingress" {
    for_each = each.value.ports
    content {
      from_port   = ingress.key
      to_port     = ingress.value
      description = try(each.value.owner.phone, "nobody")
    }
  }

  dynamic "egress" {
    for_each = var.unset
    content {
      cidr_blocks = [egress.value.cidr]
    }
  }
}

output "all" {
  value = {
    list    = var.list_of_any
    map     = var.map_of_any
    numbers = var.numbers
    loose   = var.loose
    owners  = { for name, group in var.groups : name => group.owner == null ? "-" : group.owner.email }
  }
}
