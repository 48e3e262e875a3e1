variable "name" {
  type = string
}

variable "rules" {
  type = list(object({
    port     = number
    cidrs    = optional(set(string), [])
    protocol = optional(string, "udp")
  }))
}

variable "tags" {
  type = map(string)
}

resource "aws_security_group" "this" {
  name = var.name
  tags = var.tags

  dynamic "ingress" {
    for_each = { for rule in var.rules : "${rule.protocol}-${rule.port}" => rule }
    content {
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = ingress.value.protocol
      cidr_blocks = ingress.value.cidrs
    }
  }
}

output "rules" {
  value = [for rule in var.rules : format("%s/%d", rule.protocol, rule.port)]
}
