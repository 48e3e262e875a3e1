locals {
  groups = yamldecode(file("${path.module}/groups.yaml"))
}

module "group" {
  source   = "./group"
  for_each = { for group in local.groups : group.name => group if try(group.enabled, true) }

  name  = each.key
  rules = try(each.value.rules, [])
  tags  = merge({ Name = each.key }, lookup(each.value, "tags", {}))
}

output "open" {
  value = flatten([for name, group in module.group : [for rule in group.rules : "${name}:${rule}"]])
}
