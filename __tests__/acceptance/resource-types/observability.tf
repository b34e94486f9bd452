resource "scaleway_cockpit_source" "logs" {
  name           = "application"
  type           = "logs"
  retention_days = 7 * var.step
}

resource "scaleway_cockpit_source" "metrics" {
  name           = "application"
  type           = "metrics"
  retention_days = 31 * var.step
}

resource "scaleway_cockpit_source" "traces" {
  name           = "application"
  type           = "traces"
  retention_days = var.step
}

resource "scaleway_cockpit_token" "agent" {
  name = "agent"

  scopes {
    write_logs    = true
    write_metrics = true
    write_traces  = true
  }
}

resource "scaleway_cockpit_token" "reader" {
  name = "reader"

  scopes {
    query_logs    = true
    query_metrics = true
    write_logs    = false
    write_metrics = false
  }
}

resource "scaleway_cockpit_token" "default_scopes" {
  name = "default-scopes"
}

data "scaleway_cockpit_preconfigured_alert" "all" {}

locals {
  kubernetes = [
    for alert in data.scaleway_cockpit_preconfigured_alert.all.alerts : alert.preconfigured_rule_id
    if alert.product_name == "Kubernetes"
  ]
}

resource "scaleway_cockpit_alert_manager" "on_call" {
  preconfigured_alert_ids = slice(local.kubernetes, var.step - 1, 3)

  contact_points {
    email = "on-call@example.org"
  }

  contact_points {
    email = "step-${var.step}@example.org"
  }
}

resource "scaleway_account_project" "research" {
  name = "research-${var.step}"
}

resource "scaleway_cockpit_alert_manager" "silent" {
  project_id = scaleway_account_project.research.id

  dynamic "contact_points" {
    for_each = var.step == 1 ? [] : ["research@example.org"]
    content {
      email = contact_points.value
    }
  }
}

data "scaleway_cockpit_sources" "of_scaleway" {
  origin = "scaleway"
  type   = "metrics"
}

resource "scaleway_cockpit_exporter" "to_otlp" {
  datasource_id     = data.scaleway_cockpit_sources.of_scaleway.sources[0].id
  name              = "to-otlp-${var.step}"
  description       = "step ${var.step}"
  exported_products = var.step == 1 ? ["all"] : ["kubernetes", "object-storage"]

  otlp_destination {
    endpoint = "https://collector.example.org/otlp"
    headers  = { "x-step" = tostring(var.step) }
  }
}

resource "scaleway_cockpit_exporter" "to_datadog" {
  datasource_id = data.scaleway_cockpit_sources.of_scaleway.sources[0].id
  name          = "to-datadog-${var.step}"
  # Said, for the provider forgets that this is the default: without it every plan would change it.
  exported_products = ["all"]

  datadog_destination {
    api_key  = "not a secret"
    endpoint = "https://api.datadoghq.eu"
  }
}
