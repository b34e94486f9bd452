terraform {
  required_providers {
    scaleway = {
      source  = "scaleway/scaleway"
      version = "2.81.0"
    }
  }
}

variable "name" {
  type = string
}

variable "project_id" {
  type = string
}

variable "permission_sets" {
  type = list(string)
}

variable "tags" {
  type = list(string)
}

resource "scaleway_iam_application" "this" {
  name = "hospital-${var.name}"
  tags = var.tags
}

resource "scaleway_iam_policy" "this" {
  name           = "hospital-${var.name}"
  application_id = scaleway_iam_application.this.id
  tags           = var.tags

  rule {
    project_ids          = [var.project_id]
    permission_set_names = var.permission_sets
  }
}

output "application_id" {
  value = scaleway_iam_application.this.id
}
