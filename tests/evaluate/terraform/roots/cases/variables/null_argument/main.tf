variable "not_null" {
  default  = "default"
  nullable = false
}

variable "nullable" {
  default = "default"
}

output "seen" {
  value = { not_null = var.not_null, nullable_is_null = var.nullable == null }
}
