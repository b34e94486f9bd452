terraform {
  required_providers {
    scaleway = {
      source  = "scaleway/scaleway"
      version = "2.81.0"
    }
  }
}

resource "scaleway_rdb_instance" "this" {
  name                      = var.name
  region                    = "fr-par"
  project_id                = var.project_id
  engine                    = "PostgreSQL-17"
  node_type                 = "db-pro2-xxs"
  volume_type               = "sbs_5k"
  volume_size_in_gb         = 20
  is_ha_cluster             = var.highly_available
  encryption_at_rest        = var.encrypted
  backup_same_region        = var.backup_in_region
  backup_schedule_frequency = 24
  backup_schedule_retention = var.backup_days
  user_name                 = "owner"
  password                  = var.first_password
  password_wo               = var.first_password == null ? var.password : null
  password_wo_version       = var.first_password == null ? 1 : null
  tags                      = var.tags

  logs_policy {
    max_age_retention = var.log_days
  }

  dynamic "private_network" {
    for_each = var.private_network_ids

    content {
      pn_id       = private_network.value
      enable_ipam = true
    }
  }
}

resource "scaleway_rdb_acl" "this" {
  instance_id = scaleway_rdb_instance.this.id
  region      = "fr-par"

  acl_rules {
    ip = var.callers
  }
}
