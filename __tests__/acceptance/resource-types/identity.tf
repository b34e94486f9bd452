resource "scaleway_account_project" "data" {
  name        = "data-${var.step}"
  description = "step ${var.step}"
}

resource "scaleway_iam_application" "reader" {
  name        = "reader-${var.step}"
  description = "step ${var.step}"
  tags        = ["step=${var.step}"]
}

resource "scaleway_iam_application" "writer" {
  name = "writer-${var.step}"
}

resource "scaleway_iam_api_key" "writer" {
  application_id     = scaleway_iam_application.writer.id
  default_project_id = scaleway_account_project.data.id
  description        = "step ${var.step}"
}

resource "scaleway_iam_user" "analyst" {
  email      = "analyst@example.org"
  username   = "analyst-${var.step}"
  first_name = "Step ${var.step}"
  tags       = ["step=${var.step}"]
}

# Its members are its own argument.
resource "scaleway_iam_group" "closed" {
  name        = "closed-${var.step}"
  description = "step ${var.step}"
  application_ids = (
    var.step == 1
    ? [scaleway_iam_application.reader.id, scaleway_iam_application.writer.id]
    : [scaleway_iam_application.writer.id]
  )
}

# Its members are resources of their own.
resource "scaleway_iam_group" "open" {
  name                = "open-${var.step}"
  external_membership = true
}

resource "scaleway_iam_group_membership" "application" {
  group_id       = scaleway_iam_group.open.id
  application_id = scaleway_iam_application.reader.id
}

resource "scaleway_iam_group_membership" "user" {
  group_id = scaleway_iam_group.open.id
  user_id  = scaleway_iam_user.analyst.id
}

resource "scaleway_iam_policy" "readers" {
  name     = "readers-${var.step}"
  group_id = scaleway_iam_group.open.id

  rule {
    project_ids          = [scaleway_account_project.data.id]
    permission_set_names = var.step == 1 ? ["ObjectStorageReadOnly"] : ["ObjectStorageReadOnly", "VPCReadOnly"]
  }
}

resource "scaleway_iam_ssh_key" "analyst" {
  name       = "analyst-${var.step}"
  project_id = scaleway_account_project.data.id
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJQpmP3M0ZdeapkKKLZ+E1Op8fBwdVn0Wa098tmAcVFB analyst@example.org"
}

resource "scaleway_iam_saml" "organization" {
}

resource "scaleway_iam_saml_certificate" "identity_provider" {
  saml_id = scaleway_iam_saml.organization.id
  type    = "signing"

  # Of nobody; valid until 2126.
  content = <<-PEM
    -----BEGIN CERTIFICATE-----
    MIIBizCCATGgAwIBAgIUKgMPnRrc8WvYXgRDg5FN1gUJmQ4wCgYIKoZIzj0EAwIw
    GjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUub3JnMCAXDTI2MTEyMjA2NDYxNFoYDzIx
    MjYxMDI5MDY0NjE0WjAaMRgwFgYDVQQDDA9pZHAuZXhhbXBsZS5vcmcwWTATBgcq
    hkjOPQIBBggqhkjOPQMBBwNCAAQEclFKFI5ve2FZ/NJm07H+x5u7pbbS9DVAPq0c
    hX5NimcgOziD61XyBkowT9vj/FqS63wFyTl5+qEolGzTrXzUo1MwUTAdBgNVHQ4E
    FgQU6ylhexLWeXeXobJOzFw9mpo8pa8wHwYDVR0jBBgwFoAU6ylhexLWeXeXobJO
    zFw9mpo8pa8wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBypPSW
    ymIr2P2WdZPjyJlkk1y6sNewU80QYJ2At5EoDwIhAOcsuGd+m1Th3pTZNyG1wKLk
    mkvlvf6UmvtSgTy0S1QD
    -----END CERTIFICATE-----
  PEM
}

resource "scaleway_iam_scim" "organization" {
}

resource "scaleway_iam_scim_token" "identity_provider" {
  scim_id = scaleway_iam_scim.organization.id
}
