resource "aws_sns_topic" "alerts" {
  name = "alerts"
}

resource "aws_sns_topic_subscription" "pager" {
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "https"
  endpoint  = var.pager_url
}

variable "pager_url" {
  type = string
}

module "gone" {
  source = "./modules/gone"
}

locals {
  chicken = local.egg
  egg     = local.chicken
}

output "circle" {
  value = local.egg
}

module "endless" {
  source = "./modules/endless"
}

output "undeclared" {
  value = "${var.nobody} and ${aws_sns_topic.nothing.arn}"
}
