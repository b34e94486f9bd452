resource "scaleway_vpc" "platform" {
  name = "platform-${var.step}"
}

resource "scaleway_vpc_private_network" "data" {
  name   = "data-${var.step}"
  vpc_id = scaleway_vpc.platform.id

  ipv4_subnet {
    subnet = "10.64.0.0/22"
  }
}

resource "scaleway_rdb_instance" "catalogue" {
  name                      = "catalogue-${var.step}"
  node_type                 = "db-dev-s"
  engine                    = "PostgreSQL-17"
  is_ha_cluster             = true
  encryption_at_rest        = true
  volume_type               = "sbs_5k"
  volume_size_in_gb         = 5 + 5 * var.step
  backup_same_region        = true
  backup_schedule_frequency = 12 * var.step
  backup_schedule_retention = 30 + var.step
  user_name                 = "owner"
  password_wo               = "Catalogue-Owner-${var.step}"
  password_wo_version       = var.step
  tags                      = ["step=${var.step}"]

  settings = {
    "rdb.enable_pgaudit" = "on"
    "pgaudit.log"        = var.step == 1 ? "DDL,ROLE" : "ALL"
    work_mem             = "4"
  }

  logs_policy {
    max_age_retention    = 30 + var.step
    total_disk_retention = 100000000
  }

  private_network {
    pn_id       = scaleway_vpc_private_network.data.id
    enable_ipam = true
  }
}

# Behind a load balancer, as it has no private network. Becomes a bigger and encrypted cluster.
resource "scaleway_rdb_instance" "public" {
  name               = "public"
  node_type          = var.step == 1 ? "db-dev-s" : "db-dev-m"
  engine             = "MySQL-8"
  is_ha_cluster      = var.step == 2
  encryption_at_rest = var.step == 2
  disable_backup     = true
  init_settings      = { lower_case_table_names = "1" }
}

resource "scaleway_rdb_database" "metadata" {
  instance_id = scaleway_rdb_instance.catalogue.id
  name        = "metadata"
}

resource "scaleway_rdb_user" "reader" {
  instance_id         = scaleway_rdb_instance.catalogue.id
  name                = "reader"
  is_admin            = var.step == 2
  password_wo         = "Catalogue-Reader-${var.step}"
  password_wo_version = var.step
}

resource "scaleway_rdb_privilege" "reader" {
  instance_id   = scaleway_rdb_instance.catalogue.id
  database_name = scaleway_rdb_database.metadata.name
  user_name     = scaleway_rdb_user.reader.name
  permission    = var.step == 1 ? "readonly" : "readwrite"
}

resource "scaleway_rdb_acl" "public" {
  instance_id = scaleway_rdb_instance.public.id

  acl_rules {
    ip          = "198.51.100.${var.step}/32"
    description = "office"
  }

  acl_rules {
    ip = "203.0.113.0/24"
  }
}

resource "scaleway_rdb_database_backup" "metadata" {
  instance_id   = scaleway_rdb_instance.catalogue.id
  database_name = scaleway_rdb_database.metadata.name
  name          = "metadata-${var.step}"
}

resource "scaleway_rdb_snapshot" "catalogue" {
  instance_id = scaleway_rdb_instance.catalogue.id
  name        = "catalogue-${var.step}"

  depends_on = [scaleway_rdb_privilege.reader]
}

resource "scaleway_rdb_instance" "restored" {
  name               = "restored-${var.step}"
  snapshot_id        = scaleway_rdb_snapshot.catalogue.id
  node_type          = "db-dev-s"
  volume_type        = "sbs_5k"
  encryption_at_rest = true
  tags               = ["restored", "step=${var.step}"]

  private_network {
    pn_id       = scaleway_vpc_private_network.data.id
    enable_ipam = true
  }
}
