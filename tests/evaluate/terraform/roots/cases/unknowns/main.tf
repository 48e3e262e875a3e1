resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "this" {
  count      = 3
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
}

resource "aws_db_subnet_group" "this" {
  name       = "group"
  subnet_ids = aws_subnet.this[*].id
}

resource "aws_iam_policy" "text" {
  name        = "text"
  description = "vpc ${aws_vpc.main.id} in ${upper("x")}"
  tags = {
    Owner = aws_vpc.main.owner_id
    Fixed = "yes"
    Count = length(aws_subnet.this[*].id)
    Null  = aws_vpc.main.ipv6_cidr_block
  }
}

resource "aws_eip" "chosen" {
  domain   = aws_vpc.main.owner_id == "1" ? "vpc" : "standard"
  instance = true ? "i-1" : aws_vpc.main.id
}

output "ids" {
  value = { for index, subnet in aws_subnet.this : "s${index}" => subnet.id }
}

output "listed" {
  value = concat(["fixed"], [aws_vpc.main.id])
}
