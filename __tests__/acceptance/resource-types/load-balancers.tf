resource "scaleway_vpc" "portal" {
  name = "portal-${var.step}"
}

resource "scaleway_vpc_private_network" "portal" {
  name   = "portal-${var.step}"
  vpc_id = scaleway_vpc.portal.id

  ipv4_subnet {
    subnet = "10.65.0.0/22"
  }
}

resource "scaleway_vpc_private_network" "records" {
  name   = "records-${var.step}"
  vpc_id = scaleway_vpc.portal.id

  ipv4_subnet {
    subnet = "10.65.4.0/22"
  }
}

resource "scaleway_ipam_ip" "records" {
  tags = ["step=${var.step}"]

  source {
    private_network_id = scaleway_vpc_private_network.records.id
  }
}

resource "scaleway_lb_ip" "portal" {
  reverse = "portal-${var.step}.example.org"
  tags    = ["step=${var.step}"]
}

resource "scaleway_lb_ip" "portal_ipv6" {
  is_ipv6 = true
  tags    = ["step=${var.step}"]
}

resource "scaleway_lb" "portal" {
  name                    = "portal-${var.step}"
  description             = "step ${var.step}"
  type                    = var.step == 1 ? "LB-S" : "LB-GP-M"
  ip_ids                  = [scaleway_lb_ip.portal.id, scaleway_lb_ip.portal_ipv6.id]
  ssl_compatibility_level = var.step == 1 ? "ssl_compatibility_level_intermediate" : "ssl_compatibility_level_modern"
  tags                    = ["step=${var.step}"]

  private_network {
    private_network_id = scaleway_vpc_private_network.portal.id
  }
}

# Without an address on the internet.
resource "scaleway_lb" "records" {
  name                      = "records-${var.step}"
  type                      = "LB-S"
  zone                      = "fr-par-2"
  assign_flexible_ip        = false
  external_private_networks = true
}

resource "scaleway_lb_private_network" "records" {
  lb_id              = scaleway_lb.records.id
  private_network_id = scaleway_vpc_private_network.records.id
  ipam_ip_ids        = [scaleway_ipam_ip.records.id]
  zone               = "fr-par-2"
}

resource "scaleway_lb_certificate" "portal" {
  lb_id = scaleway_lb.portal.id
  name  = "portal-${var.step}"

  custom_certificate {
    certificate_chain = file("${path.module}/certificate.pem")
  }

  # The API never shows it: an import would replace what a frontend has.
  lifecycle {
    ignore_changes = [custom_certificate]
  }
}

resource "scaleway_lb_certificate" "www" {
  lb_id = scaleway_lb.portal.id
  name  = "www-${var.step}"

  letsencrypt {
    common_name              = "www.example.org"
    subject_alternative_name = ["example.org"]
  }
}

resource "scaleway_lb_backend" "web" {
  lb_id            = scaleway_lb.portal.id
  name             = "web-${var.step}"
  forward_protocol = "http"
  forward_port     = 8080
  server_ips       = ["10.65.0.${10 + var.step}"]
  proxy_protocol   = var.step == 1 ? "none" : "v2"
  timeout_server   = var.step == 1 ? "2m" : "3m"
  sticky_sessions  = var.step == 1 ? "none" : "table"

  health_check_delay = "${10 + var.step}s"

  health_check_http {
    uri    = "/health"
    method = "GET"
    code   = 199 + var.step
  }
}

resource "scaleway_lb_backend" "documents" {
  lb_id            = scaleway_lb.portal.id
  name             = "documents-${var.step}"
  forward_protocol = "http"
  forward_port     = 8090 + var.step
}

resource "scaleway_lb_frontend" "https" {
  lb_id                 = scaleway_lb.portal.id
  name                  = "https-${var.step}"
  backend_id            = scaleway_lb_backend.web.id
  inbound_port          = 443
  certificate_ids       = [scaleway_lb_certificate.portal.id]
  enable_access_logs    = var.step == 2
  enable_http3          = var.step == 2
  connection_rate_limit = var.step == 1 ? 100 : 200
  timeout_client        = "${29 + var.step}s"
  external_acls         = true
}

# An update of a frontend deletes its ACLs: they have to go before it, and to come again.
resource "scaleway_lb_acl" "offices" {
  frontend_id = scaleway_lb_frontend.https.id
  name        = "offices-${var.step}"
  description = "step ${var.step}"
  index       = 1

  action {
    type = "allow"
  }

  match {
    ip_subnet = ["198.51.100.${var.step}", "203.0.113.0/24"]
  }

  lifecycle {
    replace_triggered_by = [scaleway_lb_frontend.https]
  }
}

resource "scaleway_lb_acl" "moved" {
  frontend_id = scaleway_lb_frontend.https.id
  name        = "moved-${var.step}"
  index       = 2

  action {
    type = "redirect"

    redirect {
      type   = "location"
      target = "https://www.example.org"
      code   = 301
    }
  }

  match {
    http_filter       = "path_begin"
    http_filter_value = ["/${var.step}"]
  }

  lifecycle {
    replace_triggered_by = [scaleway_lb_frontend.https]
  }
}

resource "scaleway_lb_acl" "others" {
  frontend_id = scaleway_lb_frontend.http.id
  name        = "others-${var.step}"
  index       = 1 + var.step

  action {
    type = "deny"
  }

  match {
    ip_subnet = ["0.0.0.0/0", "::/0"]
    invert    = var.step == 2
  }
}

# Never changed, not even by an import, so that its ACL can be updated in place.
resource "scaleway_lb_frontend" "http" {
  lb_id         = scaleway_lb.portal.id
  name          = "http"
  backend_id    = scaleway_lb_backend.web.id
  inbound_port  = 80
  external_acls = true

  lifecycle {
    ignore_changes = [acl, external_acls]
  }
}

resource "scaleway_lb_route" "documents" {
  frontend_id       = scaleway_lb_frontend.https.id
  backend_id        = scaleway_lb_backend.documents.id
  match_host_header = "documents-${var.step}.example.org"
}
