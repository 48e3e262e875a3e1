variable "create" {
  default = true
}

variable "amount" {
  default = "3"
}

resource "aws_eip" "some" {
  count = var.amount
  tags  = { Name = "eip-${count.index + 1}" }
}

resource "aws_nat_gateway" "each" {
  count         = length(aws_eip.some)
  allocation_id = aws_eip.some[count.index].id
  subnet_id     = element(["subnet-a", "subnet-b"], count.index)
}

resource "aws_vpc" "one" {
  count      = var.create ? 1 : 0
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "none" {
  count      = var.create ? 0 : 1
  cidr_block = "10.1.0.0/16"
}

output "cidrs" {
  value = {
    one     = try(aws_vpc.one[0].cidr_block, "none")
    none    = try(aws_vpc.none[0].cidr_block, "none")
    splat   = aws_vpc.one[*].cidr_block
    only    = one(aws_vpc.none[*].cidr_block) == null
    joined  = join(",", aws_vpc.one.*.cidr_block)
    tags    = aws_eip.some[*].tags.Name
    lengths = [length(aws_eip.some), length(aws_vpc.none)]
  }
}
