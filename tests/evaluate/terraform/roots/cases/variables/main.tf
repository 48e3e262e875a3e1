variable "plain" {
  default = "text"
}

variable "number_from_text" {
  type    = number
  default = "80"
}

variable "text_from_number" {
  type    = string
  default = 1.50
}

variable "flag" {
  type    = bool
  default = "true"
}

variable "set" {
  type    = set(string)
  default = ["b", "a", "b"]
}

variable "rules" {
  type = list(object({
    port     = number
    protocol = optional(string, "tcp")
    cidrs    = optional(list(string), ["10.0.0.0/8"])
    note     = optional(string)
  }))
  default = [{ port = "443" }, { port = 53, protocol = "udp", cidrs = [] }]
}

variable "nested" {
  type = map(object({
    enabled = optional(bool, true)
    sub = optional(object({
      size = optional(number, 3)
    }), {})
  }))
  default = {
    a = {}
    b = { enabled = false, sub = { size = "7" } }
  }
}

variable "not_null" {
  type     = string
  default  = "fallback"
  nullable = false
}

variable "null_default" {
  type    = string
  default = null
}

variable "any" {
  type    = any
  default = { list = [1, "two", true] }
}

variable "tuple" {
  type    = tuple([string, number, bool])
  default = ["1", "2", "false"]
}

variable "checked" {
  type    = number
  default = 5

  validation {
    condition     = var.checked > 3
    error_message = "Too small."
  }
}

resource "aws_ssm_parameter" "all" {
  name = "all"
  values = {
    plain            = var.plain
    number_from_text = var.number_from_text + 1
    text_from_number = var.text_from_number
    flag             = var.flag ? "on" : "off"
    set              = var.set
    rules            = var.rules
    nested           = var.nested
    not_null         = var.not_null
    any              = var.any
    tuple            = var.tuple
    checked          = var.checked
  }
  description = var.null_default
}

module "null_argument" {
  source   = "./null_argument"
  not_null = null
  nullable = null
}

output "null_argument" {
  value = module.null_argument.seen
}
