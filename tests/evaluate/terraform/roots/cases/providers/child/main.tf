data "aws_region" "current" {}

resource "aws_sns_topic" "this" {
  display_name = data.aws_region.current.region
}
