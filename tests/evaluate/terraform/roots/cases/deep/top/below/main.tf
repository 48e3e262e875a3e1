variable "name" {}

resource "aws_iam_role" "this" {
  name = "${var.name}-role"
}

output "name" {
  value = aws_iam_role.this.name
}
