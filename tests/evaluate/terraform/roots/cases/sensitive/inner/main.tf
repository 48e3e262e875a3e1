variable "secret" {}

resource "aws_ssm_parameter" "this" {
  name  = "p"
  value = "x${var.secret}"
}
