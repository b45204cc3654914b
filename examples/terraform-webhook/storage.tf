resource "aws_dynamodb_table" "events" {
  name                        = "${local.name}-events"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "event_id"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  deletion_protection_enabled = local.is_production

  attribute {
    name = "event_id"
    type = "S"
  }

  attribute {
    name = "source"
    type = "S"
  }

  attribute {
    name = "received_at"
    type = "N"
  }

  global_secondary_index {
    name               = "source-received_at"
    hash_key           = "source"
    range_key          = "received_at"
    projection_type    = "INCLUDE"
    non_key_attributes = ["status", "event_type"]
  }

  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.main.arn
  }
}

resource "aws_secretsmanager_secret" "webhook" {
  name                    = "${local.name}/webhook-signing-key"
  description             = "Key that webhook senders sign their requests with"
  kms_key_id              = aws_kms_key.main.arn
  recovery_window_in_days = local.is_production ? 30 : 0
}

resource "aws_secretsmanager_secret_version" "webhook" {
  count = nonsensitive(var.webhook_secret != null) ? 1 : 0

  secret_id     = aws_secretsmanager_secret.webhook.id
  secret_string = jsonencode({ signing_key = var.webhook_secret })
}
