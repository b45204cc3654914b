data "aws_elb_service_account" "main" {}

data "aws_iam_policy_document" "load_balancer_logs" {
  statement {
    sid       = "LoadBalancerWritesAccessLog"
    actions   = ["s3:PutObject"]
    resources = ["arn:${local.partition}:s3:::${local.bucket_names["logs"]}/load-balancer/AWSLogs/${local.account_id}/*"]

    principals {
      type        = "AWS"
      identifiers = [data.aws_elb_service_account.main.arn]
    }
  }
}

module "bucket" {
  source   = "./modules/bucket"
  for_each = var.buckets

  providers = {
    aws         = aws
    aws.replica = aws.dr
  }

  name          = local.bucket_names[each.key]
  kms_key_arn   = each.key == "logs" ? null : aws_kms_key.main.arn # load balancers cannot write with a key
  encrypted     = each.key != "logs"
  replicated    = each.value.replicated
  expiration    = each.value.expiration
  force_destroy = !local.is_production
  policies      = each.key == "logs" ? [data.aws_iam_policy_document.load_balancer_logs.json] : []
}
