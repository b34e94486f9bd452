terraform {
  required_providers {
    scaleway = {
      source  = "scaleway/scaleway"
      version = "2.81.0"
    }
  }
}

resource "scaleway_vpc" "this" {
  name       = var.name
  region     = "fr-par"
  project_id = var.project_id
  tags       = var.tags
}

resource "scaleway_vpc_acl" "ipv4" {
  vpc_id         = scaleway_vpc.this.id
  region         = "fr-par"
  is_ipv6        = false
  default_policy = var.default_policy

  dynamic "rules" {
    for_each = var.callers

    content {
      description   = rules.key
      action        = "accept"
      protocol      = "TCP"
      source        = rules.value.range
      destination   = var.subnet
      dst_port_low  = rules.value.port
      dst_port_high = rules.value.port
    }
  }
}

resource "scaleway_vpc_acl" "ipv6" {
  vpc_id         = scaleway_vpc.this.id
  region         = "fr-par"
  is_ipv6        = true
  default_policy = "drop"

  rules {
    action      = "drop"
    protocol    = "ANY"
    source      = "::/0"
    destination = "::/0"
  }
}

resource "scaleway_vpc_private_network" "this" {
  name       = var.name
  region     = "fr-par"
  project_id = var.project_id
  vpc_id     = scaleway_vpc.this.id
  tags       = var.tags

  ipv4_subnet {
    subnet = var.subnet
  }
}

resource "scaleway_instance_security_group" "this" {
  name                    = var.name
  zone                    = "fr-par-1"
  project_id              = var.project_id
  inbound_default_policy  = var.default_policy
  outbound_default_policy = var.default_policy
  tags                    = var.tags

  dynamic "inbound_rule" {
    for_each = var.callers

    content {
      action   = "accept"
      protocol = "TCP"
      port     = inbound_rule.value.port
      ip_range = inbound_rule.value.range
    }
  }
}

output "private_network_id" {
  value = scaleway_vpc_private_network.this.id
}
