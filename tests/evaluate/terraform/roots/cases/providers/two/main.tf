terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.here, aws.there]
    }
  }
}

data "aws_region" "here" {
  provider = aws.here
}

resource "aws_sns_topic" "here" {
  provider     = aws.here
  display_name = data.aws_region.here.region
}

resource "aws_sns_topic" "there" {
  provider     = aws.there
  display_name = "there"
}
