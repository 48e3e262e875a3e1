variable "only_default" {
  default = "default"
}
variable "terraform_tfvars" {
  default = "default"
}
variable "terraform_tfvars_json" {
  default = "default"
}
variable "first_auto" {
  default = "default"
}
variable "last_auto" {
  default = "default"
}
variable "object" {
  type = object({ a = number, b = optional(list(string), ["x"]) })
}

output "all" {
  value = [
    var.only_default, var.terraform_tfvars, var.terraform_tfvars_json, var.first_auto, var.last_auto, var.object,
  ]
}
