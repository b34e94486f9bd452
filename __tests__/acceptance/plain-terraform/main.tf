# A hospital's platform as its own team writes it: modules with defaults, some calls in good order and some not.

resource "scaleway_account_project" "registers" {
  name = "hospital-registers"
}

module "reports" {
  source = "./modules/access"

  name            = "reports"
  project_id      = scaleway_account_project.registers.id
  permission_sets = ["ObjectStorageBucketsRead", "ContainerRegistryReadOnly"]
  tags            = local.tags
}

module "integrators" {
  source = "./modules/access"

  name            = "integrators"
  project_id      = scaleway_account_project.registers.id
  permission_sets = ["AllProductsFullAccess"]
  tags            = local.tags
}

module "register" {
  source   = "./modules/bucket"
  for_each = toset(["cardiology", "oncology"])

  name       = "hospital-${each.key}"
  project_id = scaleway_account_project.registers.id
  readers    = ["application_id:${module.reports.application_id}"]
}

# Everything that the module lets its caller weaken.
module "exchange" {
  source    = "./modules/bucket"
  providers = { scaleway = scaleway.abroad }

  name          = "hospital-exchange"
  region        = var.exchange_region
  readers       = ["*"]
  acl           = "public-read"
  force_destroy = true
  versioning    = false
  encrypted     = false
  expires_after = var.exchange_days
  project_id    = data.scaleway_account_project.default.id
}

module "clinical" {
  source = "./modules/network"

  name       = "clinical"
  subnet     = "10.80.0.0/22"
  callers    = { portal = { range = "10.80.4.0/24", port = 443 } }
  project_id = scaleway_account_project.registers.id
  tags       = local.tags
}

module "guests" {
  source = "./modules/network"

  name           = "guests"
  subnet         = "10.81.0.0/22"
  default_policy = "accept"
  callers = {
    portal = { range = "10.80.4.0/24", port = 443 }
    remote = { range = "0.0.0.0/0", port = 3389 }
  }
  project_id = scaleway_account_project.registers.id
  tags       = ["hospital", "guests"]
}

module "appointments" {
  source = "./modules/database"

  name                = "appointments"
  project_id          = scaleway_account_project.registers.id
  private_network_ids = [module.clinical.private_network_id]
  highly_available    = true
  backup_days         = 35
  callers             = "10.80.4.0/24"
  password            = var.database_password
  tags                = local.tags
}

# One per department, with the module's defaults.
module "department" {
  source = "./modules/database"
  count  = length(var.departments)

  name             = var.departments[count.index]
  project_id       = scaleway_account_project.registers.id
  encrypted        = false
  backup_in_region = false
  log_days         = 30
  callers          = "10.80.4.0/24"
  first_password   = var.first_password
  tags             = local.tags
}
