locals {
  replica_count = var.replicated ? 1 : 0
}

resource "aws_s3_bucket" "replica" {
  provider = aws.replica
  count    = local.replica_count

  bucket        = "${var.name}-replica"
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_public_access_block" "replica" {
  provider = aws.replica
  count    = local.replica_count

  bucket = aws_s3_bucket.replica[0].id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "replica" {
  provider = aws.replica
  count    = local.replica_count

  bucket = aws_s3_bucket.replica[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

# Keys do not leave their region, so that the copy has one of its own.
resource "aws_kms_key" "replica" {
  provider = aws.replica
  count    = local.replica_count

  description             = "Encrypts the copy of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_s3_bucket_server_side_encryption_configuration" "replica" {
  provider = aws.replica
  count    = local.replica_count

  bucket = aws_s3_bucket.replica[0].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.replica[0].arn
    }
  }
}

data "aws_iam_policy_document" "replication_assume_role" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "replication" {
  count = local.replica_count

  statement {
    sid       = "ReadSource"
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [aws_s3_bucket.main.arn]
  }

  statement {
    sid = "ReadObjects"
    actions = [
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
    ]
    resources = ["${aws_s3_bucket.main.arn}/*"]
  }

  statement {
    sid       = "WriteCopies"
    actions   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]
    resources = ["${aws_s3_bucket.replica[0].arn}/*"]
  }

  statement {
    sid       = "DecryptSource"
    actions   = ["kms:Decrypt"]
    resources = [var.kms_key_arn]
  }

  statement {
    sid       = "EncryptCopies"
    actions   = ["kms:Encrypt"]
    resources = [aws_kms_key.replica[0].arn]
  }
}

resource "aws_iam_role" "replication" {
  count = local.replica_count

  name               = "${var.name}-replication"
  assume_role_policy = data.aws_iam_policy_document.replication_assume_role.json
}

resource "aws_iam_role_policy" "replication" {
  count = local.replica_count

  name   = "replicate"
  role   = aws_iam_role.replication[0].id
  policy = data.aws_iam_policy_document.replication[0].json
}

resource "aws_s3_bucket_replication_configuration" "main" {
  count = local.replica_count

  bucket = aws_s3_bucket.main.id
  role   = aws_iam_role.replication[0].arn

  rule {
    id     = "everything"
    status = "Enabled"

    filter {}

    delete_marker_replication {
      status = "Enabled"
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket        = aws_s3_bucket.replica[0].arn
      storage_class = "STANDARD_IA"

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.replica[0].arn
      }
    }
  }

  lifecycle {
    precondition {
      condition     = var.encrypted
      error_message = "Only buckets that are encrypted with a key can be replicated."
    }
  }

  depends_on = [aws_s3_bucket_versioning.main, aws_s3_bucket_versioning.replica]
}
