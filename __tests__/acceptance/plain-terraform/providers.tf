terraform {
  required_version = ">= 1.11"

  required_providers {
    scaleway = {
      source  = "scaleway/scaleway"
      version = "~> 2.81"
    }
  }
}

provider "scaleway" {
  region = "fr-par"
  zone   = "fr-par-1"
}

provider "scaleway" {
  alias      = "abroad"
  region     = var.exchange_region
  secret_key = var.exchange_secret_key
}

# The caller's own, not one that this configuration makes.
data "scaleway_account_project" "default" {
  name = "default"
}

locals {
  tags = [
    "hdh-class=C1",
    "hdh-env=production",
    "hdh-expiry=2028-12-31",
    "hdh-owner=platform-team",
    "hdh-phase=P1",
    "hdh-project=registers",
    "hdh-zone=platform",
  ]
}
