resource "aws_vpc" "renamed" {
  cidr_block = "10.0.0.0/16"

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [tags]

    precondition {
      condition     = path.module != ""
      error_message = "no"
    }
  }

  provisioner "local-exec" {
    command = "echo ${self.id}"
  }
}

moved {
  from = aws_vpc.old
  to   = aws_vpc.renamed
}

removed {
  from = aws_vpc.gone

  lifecycle {
    destroy = false
  }
}

check "health" {
  data "aws_vpc" "scoped" {
    id = "vpc-1"
  }

  assert {
    condition     = data.aws_vpc.scoped.id != ""
    error_message = "no"
  }
}

resource "terraform_data" "trigger" {
  input = "value"
}

resource "aws_subnet" "ordered" {
  vpc_id     = aws_vpc.renamed.id
  cidr_block = "10.0.0.0/24"
  depends_on = [terraform_data.trigger]
}
