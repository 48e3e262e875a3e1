variable "name" {
  default = "original"
}

locals {
  kept    = "kept"
  changed = "original"
}

resource "aws_instance" "this" {
  instance_type = "t3.micro"
  ami           = "ami-1"

  ebs_block_device {
    device_name = "/dev/sdb"
  }

  ebs_block_device {
    device_name = "/dev/sdc"
  }

  metadata_options {
    http_tokens = "optional"
  }

  tags = { Name = var.name }
}

resource "aws_security_group" "dynamic" {
  dynamic "ingress" {
    for_each = [80, 443]
    content {
      from_port = ingress.value
    }
  }
}

output "locals" {
  value = "${local.kept} ${local.changed}"
}
