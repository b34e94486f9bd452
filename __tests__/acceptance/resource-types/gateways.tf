resource "scaleway_vpc" "platform" {
  name = "platform-${var.step}"
}

resource "scaleway_vpc_private_network" "nodes" {
  name   = "nodes-${var.step}"
  vpc_id = scaleway_vpc.platform.id

  ipv4_subnet {
    subnet = "10.64.0.0/22"
  }
}

resource "scaleway_ipam_ip" "egress" {
  tags = ["step=${var.step}"]

  source {
    private_network_id = scaleway_vpc_private_network.nodes.id
  }
}

resource "scaleway_vpc_public_gateway_ip" "egress" {
  tags = ["step=${var.step}"]
}

resource "scaleway_vpc_public_gateway_ip_reverse_dns" "egress" {
  gateway_ip_id = scaleway_vpc_public_gateway_ip.egress.id
  reverse       = "egress-${var.step}.example.org"
}

resource "scaleway_vpc_public_gateway" "egress" {
  name              = "egress-${var.step}"
  type              = var.step == 1 ? "VPC-GW-S" : "VPC-GW-M"
  ip_id             = scaleway_vpc_public_gateway_ip.egress.id
  bastion_enabled   = var.step == 2
  bastion_port      = 50000 + var.step
  allowed_ip_ranges = ["198.51.100.${var.step}/32", "203.0.113.0/24"]
  refresh_ssh_keys  = "step ${var.step}"
}

resource "scaleway_vpc_gateway_network" "nodes" {
  gateway_id         = scaleway_vpc_public_gateway.egress.id
  private_network_id = scaleway_vpc_private_network.nodes.id
  enable_masquerade  = var.step == 1

  ipam_config {
    push_default_route = var.step == 1
    ipam_ip_id         = scaleway_ipam_ip.egress.id
  }
}

resource "scaleway_vpc_public_gateway_pat_rule" "https" {
  gateway_id   = scaleway_vpc_public_gateway.egress.id
  private_ip   = "10.64.0.77"
  private_port = 443
  public_port  = 8440 + var.step
  protocol     = "tcp"

  depends_on = [scaleway_vpc_gateway_network.nodes]
}
