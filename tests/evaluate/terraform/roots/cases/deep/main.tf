module "top" {
  source = "./top"
}

output "name" {
  value = module.top.name
}
