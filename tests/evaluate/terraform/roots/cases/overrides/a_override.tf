variable "name" {
  default = "first override"
}

resource "aws_instance" "this" {
  ami = "ami-2"

  ebs_block_device {
    device_name = "/dev/sdz"
  }
}

locals {
  changed = "changed"
}
