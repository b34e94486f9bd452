resource "scaleway_vpc" "platform" {
  name = "platform-${var.step}"
  tags = ["step=${var.step}"]
}

resource "scaleway_vpc" "archive" {
  name = "archive-${var.step}"
}

resource "scaleway_vpc_acl" "ipv4" {
  vpc_id         = scaleway_vpc.platform.id
  is_ipv6        = false
  default_policy = "drop"

  rules {
    action        = "accept"
    protocol      = "TCP"
    source        = "10.64.0.0/22"
    destination   = "10.65.0.0/24"
    dst_port_low  = 443
    dst_port_high = 443
    description   = "step ${var.step}"
  }
}

resource "scaleway_vpc_acl" "ipv6" {
  vpc_id         = scaleway_vpc.platform.id
  is_ipv6        = true
  default_policy = "drop"

  rules {
    action      = var.step == 1 ? "drop" : "accept"
    protocol    = "ANY"
    source      = "::/0"
    destination = "::/0"
  }
}

resource "scaleway_vpc_private_network" "nodes" {
  name   = "nodes-${var.step}"
  vpc_id = scaleway_vpc.platform.id
  tags   = ["step=${var.step}"]

  ipv4_subnet {
    subnet = "10.64.0.0/22"
  }
}

resource "scaleway_vpc_private_network" "archive" {
  name   = "archive-${var.step}"
  vpc_id = scaleway_vpc.archive.id

  ipv4_subnet {
    subnet = "10.65.0.0/24"
  }
}

resource "scaleway_vpc_connector" "to_archive" {
  name          = "to-archive-${var.step}"
  vpc_id        = scaleway_vpc.platform.id
  target_vpc_id = scaleway_vpc.archive.id
  tags          = ["step=${var.step}"]
}

resource "scaleway_vpc_connector" "to_platform" {
  name          = "to-platform-${var.step}"
  vpc_id        = scaleway_vpc.archive.id
  target_vpc_id = scaleway_vpc.platform.id
}

resource "scaleway_vpc_route" "through_connector" {
  vpc_id                   = scaleway_vpc.platform.id
  destination              = "10.65.0.0/24"
  nexthop_vpc_connector_id = scaleway_vpc_connector.to_archive.id
  description              = "step ${var.step}"
}

resource "scaleway_vpc_route" "through_network" {
  vpc_id                     = scaleway_vpc.platform.id
  destination                = "192.168.7.0/24"
  nexthop_private_network_id = scaleway_vpc_private_network.nodes.id
  tags                       = ["step=${var.step}"]
}

resource "scaleway_ipam_ip" "ipv4" {
  address = "10.64.0.77"
  tags    = ["step=${var.step}"]

  source {
    private_network_id = scaleway_vpc_private_network.nodes.id
  }
}

resource "scaleway_ipam_ip" "ipv6" {
  is_ipv6 = true
  tags    = ["step=${var.step}"]

  source {
    private_network_id = scaleway_vpc_private_network.nodes.id
  }
}

resource "scaleway_ipam_ip_reverse_dns" "ipv4" {
  ipam_ip_id = scaleway_ipam_ip.ipv4.id
  address    = "10.64.0.77"
  hostname   = "step-${var.step}.example.org"
}

resource "scaleway_vpc_ingress_rule" "from_archive" {
  vpc_id                     = scaleway_vpc.platform.id
  source                     = "10.65.0.0/24"
  nexthop_resource_ip        = scaleway_ipam_ip.ipv4.address
  nexthop_private_network_id = scaleway_vpc_private_network.nodes.id
  description                = "step ${var.step}"
}
