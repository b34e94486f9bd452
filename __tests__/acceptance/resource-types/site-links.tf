resource "scaleway_vpc" "platform" {
  name = "platform-${var.step}"
}

resource "scaleway_vpc_private_network" "links" {
  name   = "links-${var.step}"
  vpc_id = scaleway_vpc.platform.id

  ipv4_subnet {
    subnet = "10.64.0.0/22"
  }
}

resource "scaleway_ipam_ip" "link" {
  tags = ["step=${var.step}"]

  source {
    private_network_id = scaleway_vpc_private_network.links.id
  }
}

# Placed where the provider says, with addresses of the API's choice.
resource "scaleway_s2s_vpn_gateway" "placed" {
  name               = "placed-${var.step}"
  gateway_type       = "VGW-S"
  private_network_id = scaleway_vpc_private_network.links.id
}

resource "scaleway_s2s_vpn_gateway" "reserved" {
  name                 = "reserved-${var.step}"
  gateway_type         = "VGW-S"
  zone                 = "fr-par-2"
  private_network_id   = scaleway_vpc_private_network.links.id
  ipam_private_ipv4_id = scaleway_ipam_ip.link.id
  tags                 = ["step=${var.step}"]
}

resource "scaleway_s2s_vpn_customer_gateway" "supplier" {
  name        = "supplier-${var.step}"
  ipv4_public = "203.0.113.${var.step}"
  ipv6_public = "2001:db8:1::${var.step}"
  asn         = 65000 + var.step
  tags        = ["step=${var.step}"]
}

resource "scaleway_s2s_vpn_routing_policy" "ipv4" {
  name              = "ipv4-${var.step}"
  prefix_filter_in  = ["10.80.${var.step}.0/24"]
  prefix_filter_out = var.step == 1 ? ["10.64.0.0/22"] : ["10.64.0.0/22", "10.65.0.0/24"]
  tags              = ["step=${var.step}"]
}

resource "scaleway_s2s_vpn_routing_policy" "ipv6" {
  name             = "ipv6-${var.step}"
  is_ipv6          = true
  prefix_filter_in = ["fd00:80::/64"]
}

# Without a routing policy: the tunnel only.
resource "scaleway_s2s_vpn_connection" "tunnel" {
  name                = "tunnel-${var.step}"
  is_ipv6             = true
  vpn_gateway_id      = scaleway_s2s_vpn_gateway.placed.id
  customer_gateway_id = scaleway_s2s_vpn_customer_gateway.supplier.id

  ikev2_ciphers {
    encryption = "aes256gcm"
    dh_group   = "curve25519"
  }

  esp_ciphers {
    encryption = "aes256gcm"
  }
}

resource "scaleway_s2s_vpn_connection" "routed" {
  name                     = "routed-${var.step}"
  vpn_gateway_id           = scaleway_s2s_vpn_gateway.reserved.id
  customer_gateway_id      = scaleway_s2s_vpn_customer_gateway.supplier.id
  initiation_policy        = var.step == 1 ? "customer_gateway" : "vpn_gateway"
  enable_route_propagation = true
  tags                     = ["step=${var.step}"]

  bgp_config_ipv4 {
    routing_policy_id = scaleway_s2s_vpn_routing_policy.ipv4.id
    private_ip        = "169.254.0.1/30"
    peer_private_ip   = "169.254.0.2/30"
  }

  bgp_config_ipv6 {
    routing_policy_id = scaleway_s2s_vpn_routing_policy.ipv6.id
  }

  ikev2_ciphers {
    encryption = "aes256"
    integrity  = var.step == 1 ? "sha256" : "sha512"
    dh_group   = "modp3072"
  }

  esp_ciphers {
    encryption = "aes256"
    integrity  = "sha256"
    dh_group   = var.step == 1 ? "modp3072" : "ecp384"
  }
}
