module "edge_certificate" {
  source  = "terraform-aws-modules/acm/aws"
  version = "5.1.1"
  count   = var.enable_cdn ? 1 : 0

  providers = {
    aws = aws.us_east_1
  }

  domain_name         = var.domain_name
  zone_id             = data.aws_route53_zone.main.zone_id
  validation_method   = "DNS"
  wait_for_validation = true
}

data "aws_cloudfront_cache_policy" "disabled" {
  name = "Managed-CachingDisabled"
}

data "aws_cloudfront_origin_request_policy" "all_viewer" {
  name = "Managed-AllViewer"
}

resource "aws_cloudfront_cache_policy" "static" {
  for_each = var.enable_cdn ? var.cdn_cached_paths : {}

  name        = "${local.name}${replace(trimsuffix(each.key, "/*"), "/", "-")}"
  comment     = "Caches ${each.key} for ${each.value} seconds"
  min_ttl     = 0
  default_ttl = each.value
  max_ttl     = each.value

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "none"
    }

    query_strings_config {
      query_string_behavior = "all"
    }
  }
}

resource "aws_cloudfront_distribution" "main" {
  count = var.enable_cdn ? 1 : 0

  comment         = local.name
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = local.is_production ? "PriceClass_All" : "PriceClass_100"
  aliases         = [var.domain_name]

  origin {
    origin_id   = "load-balancer"
    domain_name = aws_route53_record.origin.fqdn

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }

    dynamic "custom_header" {
      for_each = nonsensitive(var.origin_secret != null) ? ["X-Origin-Secret"] : []

      content {
        name  = custom_header.value
        value = var.origin_secret
      }
    }
  }

  default_cache_behavior {
    target_origin_id         = "load-balancer"
    viewer_protocol_policy   = "redirect-to-https"
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods           = ["GET", "HEAD"]
    compress                 = true
    cache_policy_id          = data.aws_cloudfront_cache_policy.disabled.id
    origin_request_policy_id = data.aws_cloudfront_origin_request_policy.all_viewer.id
  }

  dynamic "ordered_cache_behavior" {
    for_each = aws_cloudfront_cache_policy.static
    iterator = behavior

    content {
      path_pattern           = behavior.key
      target_origin_id       = "load-balancer"
      viewer_protocol_policy = "redirect-to-https"
      allowed_methods        = ["GET", "HEAD"]
      cached_methods         = ["GET", "HEAD"]
      compress               = true
      cache_policy_id        = behavior.value.id
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = module.edge_certificate[0].acm_certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}
