output "workspace" {
  value = terraform.workspace
}

output "paths" {
  value = [path.module, path.root, basename(path.cwd) != ""]
}

resource "aws_vpc" "main" {
  cidr_block = terraform.workspace == "default" ? "10.0.0.0/16" : "10.1.0.0/16"
}

locals {
  index  = 0
  object = { key = { "with-dash" = [1, 2, { deep = "found" }] } }
}

output "traversals" {
  value = [
    local.object.key["with-dash"][2].deep,
    local.object["key"].with-dash.0,
    [for item in [{ a = 1 }, { a = 2 }] : item][*].a,
    [{ a = [{ b = 1 }] }].*.a[0],
    aws_vpc.main.cidr_block,
    resource.aws_vpc.main.cidr_block,
  ]
}
