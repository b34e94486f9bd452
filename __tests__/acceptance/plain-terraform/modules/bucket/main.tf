terraform {
  required_providers {
    scaleway = {
      source  = "scaleway/scaleway"
      version = "2.81.0"
    }
  }
}

resource "scaleway_object_bucket" "this" {
  name          = var.name
  region        = var.region
  project_id    = var.project_id
  force_destroy = var.force_destroy

  tags = {
    hdh-class   = var.class
    hdh-env     = "production"
    hdh-expiry  = "2028-12-31"
    hdh-owner   = "platform-team"
    hdh-phase   = "P1"
    hdh-project = "registers"
    hdh-zone    = "platform"
  }

  versioning {
    enabled = var.versioning
  }

  dynamic "lifecycle_rule" {
    for_each = var.expires_after == null ? [] : [var.expires_after]

    content {
      enabled = true
      expiration {
        days = lifecycle_rule.value
      }
    }
  }
}

resource "scaleway_object_bucket_acl" "this" {
  bucket     = scaleway_object_bucket.this.id
  region     = var.region
  project_id = var.project_id
  acl        = var.acl
}

resource "scaleway_object_bucket_server_side_encryption_configuration" "this" {
  count = var.encrypted ? 1 : 0

  bucket     = scaleway_object_bucket.this.id
  region     = var.region
  project_id = var.project_id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "scaleway_object_bucket_policy" "this" {
  bucket     = scaleway_object_bucket.this.id
  region     = var.region
  project_id = var.project_id

  policy = jsonencode({
    Version = "2023-04-17"
    Statement = [
      {
        Sid       = "readers"
        Effect    = "Allow"
        Principal = { SCW = var.readers }
        Action    = ["s3:GetObject", "s3:ListBucket"]
        Resource  = [var.name, "${var.name}/*"]
      },
    ]
  })
}
