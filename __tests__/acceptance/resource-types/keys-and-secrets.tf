resource "scaleway_key_manager_key" "own" {
  name        = "own-${var.step}"
  usage       = "symmetric_encryption"
  algorithm   = "aes_256_gcm"
  description = "step ${var.step}"
  tags        = ["step=${var.step}"]
  unprotected = true

  rotation_policy {
    rotation_period = "${720 * var.step}h0m0s"
  }
}

resource "scaleway_key_manager_key" "brought" {
  name        = "brought-${var.step}"
  usage       = "symmetric_encryption"
  algorithm   = "aes_256_gcm"
  origin      = "external"
  unprotected = true
}

resource "scaleway_key_manager_key_material" "brought" {
  key_id       = scaleway_key_manager_key.brought.id
  key_material = "0123456789abcdef0123456789abcdef"
}

resource "scaleway_secret" "password" {
  name        = "password-${var.step}"
  path        = "/lake"
  description = "step ${var.step}"
  tags        = ["step=${var.step}"]
  protected   = var.step == 1
}

resource "scaleway_secret" "passing" {
  name = "passing"
  type = "key_value"

  ephemeral_policy {
    ttl    = "${var.step}h"
    action = "disable"
  }
}

resource "scaleway_secret_version" "in_state" {
  secret_id   = scaleway_secret.password.id
  data        = "not a secret"
  description = "step ${var.step}"
}

resource "scaleway_secret_version" "not_in_state" {
  secret_id       = scaleway_secret.password.id
  data_wo         = "not a secret either"
  data_wo_version = 1
  description     = "step ${var.step}"

  depends_on = [scaleway_secret_version.in_state]
}
