resource "scaleway_cockpit_source" "logs" {
  name           = "application"
  type           = "logs"
  retention_days = 365
  region         = "fr-par"
  project_id     = scaleway_account_project.registers.id
}

resource "scaleway_cockpit_source" "metrics" {
  name           = "application"
  type           = "metrics"
  retention_days = 365
  region         = "fr-par"
  project_id     = scaleway_account_project.registers.id
}

resource "scaleway_cockpit_alert_manager" "on_call" {
  region                  = "fr-par"
  project_id              = scaleway_account_project.registers.id
  preconfigured_alert_ids = ["11111111-1111-1111-1111-111111111111"]

  contact_points {
    email = "on-call@example.org"
  }
}

resource "scaleway_cockpit_source" "debug" {
  name           = "debug"
  type           = "logs"
  retention_days = var.debug_days
  region         = "fr-par"
  project_id     = scaleway_account_project.registers.id
}

resource "scaleway_cockpit_exporter" "monitoring" {
  name              = "monitoring"
  region            = "fr-par"
  project_id        = scaleway_account_project.registers.id
  datasource_id     = scaleway_cockpit_source.logs.id
  exported_products = ["all"]

  datadog_destination {
    api_key  = var.monitoring_key
    endpoint = "https://http-intake.logs.datadoghq.com"
  }
}

resource "terraform_data" "announcement" {
  input = scaleway_cockpit_source.logs.name

  provisioner "local-exec" {
    command = "./announce.sh"
  }
}
