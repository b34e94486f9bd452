resource "scaleway_key_manager_key" "first" {
  name        = "first-${var.step}"
  usage       = "symmetric_encryption"
  algorithm   = "aes_256_gcm"
  unprotected = true
}

resource "scaleway_key_manager_key" "second" {
  name        = "second-${var.step}"
  usage       = "symmetric_encryption"
  algorithm   = "aes_256_gcm"
  unprotected = true
}

resource "scaleway_object_bucket" "lake" {
  name = "resource-types-lake"
  tags = { step = var.step }

  # The object's first version outlives its update.
  force_destroy = true

  versioning {
    enabled = true
  }

  lifecycle_rule {
    enabled = true
    prefix  = "drafts/"
    expiration {
      days = 30 * var.step
    }
  }

  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["https://step-${var.step}.example.org"]
  }
}

resource "scaleway_object_bucket_server_side_encryption_configuration" "lake" {
  bucket = scaleway_object_bucket.lake.name

  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
      kms_master_key_id = (
        var.step == 1
        ? split("/", scaleway_key_manager_key.first.id)[1]
        : split("/", scaleway_key_manager_key.second.id)[1]
      )
    }
  }
}

resource "scaleway_object_bucket_acl" "lake" {
  bucket = scaleway_object_bucket.lake.name
  acl    = var.step == 1 ? "private" : "authenticated-read"
}

resource "scaleway_object" "readme" {
  bucket       = scaleway_object_bucket.lake.name
  key          = "readme.txt"
  content      = "step ${var.step}"
  content_type = "text/plain"
}

resource "scaleway_object_bucket" "archive" {
  name                = "resource-types-archive"
  object_lock_enabled = true
  tags                = { step = var.step }
}

resource "scaleway_object_bucket_lock_configuration" "archive" {
  bucket = scaleway_object_bucket.archive.name

  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = var.step
    }
  }
}

resource "scaleway_iam_application" "archivist" {
  name = "archivist-${var.step}"
}

resource "scaleway_object_bucket_policy" "archive" {
  bucket = scaleway_object_bucket.archive.name
  policy = jsonencode({
    Version = "2023-04-17"
    Id      = "archive"
    Statement = [
      {
        Sid       = "manager"
        Effect    = "Allow"
        Principal = { SCW = "*" }
        Action    = ["s3:*"]
        Resource  = ["resource-types-archive", "resource-types-archive/*"]
      },
      {
        Sid       = "archivist"
        Effect    = "Allow"
        Principal = { SCW = ["application_id:${scaleway_iam_application.archivist.id}"] }
        Action    = var.step == 1 ? ["s3:PutObject"] : ["s3:GetObject", "s3:PutObject"]
        Resource  = ["resource-types-archive/*"]
      },
    ]
  })

  depends_on = [scaleway_object_bucket_lock_configuration.archive]
}
