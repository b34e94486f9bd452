resource "scaleway_vpc_private_network" "servers" {
  name = "servers-${var.step}"
}

resource "scaleway_instance_ip" "ipv4" {
  tags = ["step=${var.step}"]
}

resource "scaleway_instance_ip" "ipv6" {
  type = "routed_ipv6"
  tags = ["step=${var.step}"]
}

# Without an address: the provider takes it away after an import, because ip_id and ip_ids are both read.
resource "scaleway_instance_server" "web" {
  name  = "web-${var.step}"
  type  = "PRO2-XXS"
  image = "ubuntu_jammy"
  tags  = ["step=${var.step}"]

  private_network {
    pn_id = scaleway_vpc_private_network.servers.id
  }
}
