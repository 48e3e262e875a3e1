variable "name" {
  default = "last override"
}

resource "aws_security_group" "dynamic" {
  ingress {
    from_port = 8080
  }
}
