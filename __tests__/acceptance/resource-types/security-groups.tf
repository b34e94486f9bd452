resource "scaleway_instance_security_group" "nodes" {
  name                    = "nodes-${var.step}"
  description             = "step ${var.step}"
  tags                    = ["step=${var.step}"]
  inbound_default_policy  = var.step == 1 ? "accept" : "drop"
  outbound_default_policy = "accept"
  enable_default_security = var.step == 1

  inbound_rule {
    action   = "accept"
    protocol = "TCP"
    port     = 440 + var.step
    ip_range = "10.64.0.0/22"
  }

  inbound_rule {
    action     = "drop"
    protocol   = "UDP"
    port_range = "1000-${2000 + var.step}"
    ip_range   = "fd00::/64"
  }

  outbound_rule {
    action   = "drop"
    protocol = "ICMP"
    ip_range = "0.0.0.0/0"
  }
}

resource "scaleway_instance_security_group" "bastion" {
  name           = "bastion-${var.step}"
  stateful       = var.step == 1
  external_rules = true
}

resource "scaleway_instance_security_group_rules" "bastion" {
  security_group_id = scaleway_instance_security_group.bastion.id

  inbound_rule {
    action   = "accept"
    port     = 20 + var.step
    ip_range = "198.51.100.0/24"
  }
}
