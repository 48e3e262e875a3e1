module "below" {
  source = "./below"
  name   = "deep"
}

output "name" {
  value = module.below.name
}
