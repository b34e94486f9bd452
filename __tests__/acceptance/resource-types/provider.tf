terraform {
  required_providers {
    scaleway = { source = "scaleway/scaleway" }
  }
}

provider "scaleway" {
  region = "fr-par"
  zone   = "fr-par-1"
}

# 1 when everything is made, 2 when everything is updated in place.
variable "step" {
  type = number
}
