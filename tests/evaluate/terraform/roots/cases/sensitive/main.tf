variable "password" {
  type      = string
  default   = "hunter2"
  sensitive = true
}

resource "aws_db_instance" "this" {
  identifier = "db"
  password   = var.password
  username   = "admin-${nonsensitive(length(var.password))}"
}

module "inner" {
  source = "./inner"
  secret = var.password
}

output "plain" {
  value = "known"
}
