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

resource "scaleway_vpc_public_gateway_ip" "egress" {
  tags = ["step=${var.step}"]
}

resource "scaleway_vpc_public_gateway" "nodes" {
  name  = "egress-${var.step}"
  type  = "VPC-GW-S"
  ip_id = scaleway_vpc_public_gateway_ip.egress.id
}

resource "scaleway_vpc_gateway_network" "nodes" {
  gateway_id         = scaleway_vpc_public_gateway.nodes.id
  private_network_id = scaleway_vpc_private_network.nodes.id
  enable_masquerade  = var.step == 1

  ipam_config {
    push_default_route = true
  }
}

# A control plane of its own, which grows, and is upgraded with its pools.
resource "scaleway_k8s_cluster" "platform" {
  name                        = "platform-${var.step}"
  description                 = "step ${var.step}"
  type                        = var.step == 1 ? "kapsule-dedicated-4" : "kapsule-dedicated-8"
  version                     = var.step == 1 ? "1.34.6" : "1.35.3"
  cni                         = "cilium"
  private_network_id          = scaleway_vpc_private_network.nodes.id
  delete_additional_resources = false
  tags                        = ["step=${var.step}"]
  feature_gates               = ["ImageVolume"]
  admission_plugins           = var.step == 1 ? ["PodNodeSelector"] : ["AlwaysPullImages"]
  apiserver_cert_sans         = ["api-${var.step}.example.org"]
  pod_cidr                    = "100.66.0.0/16"
  service_cidr                = "10.96.0.0/16"

  autoscaler_config {
    disable_scale_down               = var.step == 1
    scale_down_delay_after_add       = "${20 + var.step}m"
    scale_down_unneeded_time         = "${30 + var.step}m"
    expander                         = var.step == 1 ? "least_waste" : "most_pods"
    ignore_daemonsets_utilization    = true
    balance_similar_node_groups      = true
    expendable_pods_priority_cutoff  = -10 * var.step
    scale_down_utilization_threshold = var.step == 1 ? 0.5 : 0.25
    max_graceful_termination_sec     = 600 * var.step
  }

  open_id_connect_config {
    issuer_url      = "https://id.example.org/realms/${var.step}"
    client_id       = "platform-${var.step}"
    username_claim  = "email"
    username_prefix = "oidc:"
    groups_claim    = ["groups-${var.step}"]
    groups_prefix   = "oidc:"
    required_claim  = ["hd=${var.step}.example.org"]
  }

  # Pools without public addresses reach their control plane through the gateway.
  depends_on = [scaleway_vpc_gateway_network.nodes]
}

resource "scaleway_k8s_acl" "platform" {
  cluster_id = scaleway_k8s_cluster.platform.id

  acl_rules {
    ip          = "198.51.100.${var.step}/32"
    description = "office, step ${var.step}"
  }

  acl_rules {
    scaleway_ranges = true
    description     = "everything at Scaleway"
  }
}

resource "scaleway_k8s_pool" "one" {
  cluster_id         = scaleway_k8s_cluster.platform.id
  name               = "one"
  zone               = "fr-par-1"
  node_type          = "PRO2-XXS"
  size               = var.step
  public_ip_disabled = true
  autohealing        = var.step == 2
  tags               = ["step=${var.step}"]

  labels = {
    step = "step-${var.step}"
  }

  taints {
    key    = "dedicated"
    value  = "step-${var.step}"
    effect = "NoSchedule"
  }

  upgrade_policy {
    max_surge       = var.step
    max_unavailable = var.step
  }

  kubelet_args = {
    maxPods = tostring(100 + var.step)
  }
}

resource "scaleway_k8s_pool" "two" {
  cluster_id             = scaleway_k8s_cluster.platform.id
  name                   = "two"
  zone                   = "fr-par-2"
  node_type              = "POP2-2C-8G"
  size                   = 1
  autoscaling            = true
  min_size               = 1
  max_size               = 2 + var.step
  root_volume_type       = "sbs_15k"
  root_volume_size_in_gb = 50
}

resource "scaleway_k8s_pool" "three" {
  cluster_id         = scaleway_k8s_cluster.platform.id
  name               = "three"
  zone               = "fr-par-3"
  node_type          = "PRO2-XXS"
  size               = 2
  public_ip_disabled = true
  tags               = ["step=${var.step}"]

  # At creation the provider, 2.81.0, would send them as lasting taints (internal/services/k8s/pool.go).
  dynamic "startup_taints" {
    for_each = var.step == 1 ? [] : ["starting"]

    content {
      key    = startup_taints.value
      value  = "true"
      effect = "NoSchedule"
    }
  }
}

# A control plane shared with others, whose patches come by themselves.
resource "scaleway_k8s_cluster" "sandbox" {
  name                        = "sandbox-${var.step}"
  version                     = "1.35"
  cni                         = "calico"
  private_network_id          = scaleway_vpc_private_network.nodes.id
  delete_additional_resources = false

  auto_upgrade {
    enable                        = true
    maintenance_window_start_hour = 2 + var.step
    maintenance_window_day        = var.step == 1 ? "any" : "sunday"
  }
}

resource "scaleway_k8s_pool" "sandbox" {
  cluster_id = scaleway_k8s_cluster.sandbox.id
  name       = "sandbox"
  node_type  = "DEV1-M"
  size       = var.step
}

resource "scaleway_k8s_acl" "sandbox" {
  cluster_id    = scaleway_k8s_cluster.sandbox.id
  no_ip_allowed = var.step == 2 ? true : null

  dynamic "acl_rules" {
    for_each = var.step == 1 ? ["198.51.100.0/24"] : []

    content {
      ip = acl_rules.value
    }
  }
}

resource "scaleway_registry_namespace" "platform" {
  name        = "platform"
  description = "step ${var.step}"
  is_public   = var.step == 2
}
