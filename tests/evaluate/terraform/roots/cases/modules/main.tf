module "outer" {
  source = "./outer"
  cidr   = "10.1.0.0/16"
  names  = ["a", "b"]
}

resource "aws_instance" "user" {
  subnet_id     = module.outer.subnets["a"].id
  instance_type = module.outer.kind
  user_data     = module.outer.paths
}

output "blocks" {
  value = module.outer.blocks
}
