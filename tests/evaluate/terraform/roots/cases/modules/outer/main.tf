variable "cidr" {
  type = string
}

variable "names" {
  type = list(string)
}

module "inner" {
  source   = "../shared/inner"
  for_each = { for index, name in var.names : name => index }

  name = "${each.key}-inner"
  cidr = cidrsubnet(var.cidr, 8, each.value)
}

module "twice" {
  source = "../shared/inner"
  count  = 2

  name = "twice-${count.index}"
  cidr = "192.168.${count.index}.0/24"
}

output "subnets" {
  value = { for name, inner in module.inner : name => inner.subnet }
}

output "kind" {
  value = try(module.inner["none"].kind, module.twice[1].kind)
}

output "blocks" {
  value = concat([for inner in values(module.inner) : inner.cidr], module.twice[*].cidr)
}

output "paths" {
  value = "${path.module}|${path.root}|${module.inner["b"].path}"
}
