variable "departments" {
  type    = list(string)
  default = []
}

variable "exchange_region" {
  type    = string
  default = "fr-par"
}

variable "exchange_days" {
  type    = number
  default = null
}

variable "exchange_secret_key" {
  type      = string
  sensitive = true
}

variable "debug_days" {
  type    = number
  default = 365
}

variable "database_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "first_password" {
  type      = string
  sensitive = true
}

variable "monitoring_key" {
  type      = string
  sensitive = true
}
