locals {
  last  = "${local.first}-${local.middle}"
  first = upper(local.base)
}

locals {
  base   = "base"
  middle = join("+", [for name, size in local.sizes : "${name}${size}" if size > 1])
  sizes  = { c = 3, a = 1, b = 2 }
  ports  = { for entry in local.table : entry.name => entry.port... }
  table  = [{ name = "web", port = 80 }, { name = "db", port = 5432 }, { name = "web", port = 443 }]
}

resource "aws_vpc" "main" {
  cidr_block = cidrsubnet("10.0.0.0/8", 8, length(local.last))
  tags       = merge(local.tags, { Name = local.last })
}

locals {
  tags = { for key, value in { Team = "net", Empty = "" } : key => value if value != "" }
}

output "ports" {
  value = local.ports
}
