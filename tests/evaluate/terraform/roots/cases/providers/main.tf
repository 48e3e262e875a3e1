variable "region" {
  default = "eu-central-1"
}

provider "aws" {
  region              = var.region
  allowed_account_ids = ["123456789012"]
}

provider "aws" {
  alias  = "use1"
  region = "us-east-1"
}

data "aws_region" "default" {}

data "aws_region" "aliased" {
  provider = aws.use1
}

data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

resource "aws_sns_topic" "default" {
  display_name = data.aws_region.default.region
}

resource "aws_sns_topic" "aliased" {
  provider     = aws.use1
  display_name = data.aws_region.aliased.name
}

module "inherits" {
  source = "./child"
}

module "passed" {
  source = "./child"
  providers = {
    aws = aws.use1
  }
}

module "two" {
  source = "./two"
  providers = {
    aws.here  = aws
    aws.there = aws.use1
  }
}

output "arn" {
  value = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"
}

output "suffix" {
  value = data.aws_partition.current.dns_suffix
}
