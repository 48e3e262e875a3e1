variable "name" {}
variable "cidr" {}

resource "aws_subnet" "this" {
  cidr_block = var.cidr
  tags = {
    Name = var.name
  }
}

output "subnet" {
  value = aws_subnet.this
}

output "cidr" {
  value = aws_subnet.this.cidr_block
}

output "kind" {
  value = "t3.${length(var.name) > 6 ? "large" : "small"}"
}

output "path" {
  value = path.module
}
