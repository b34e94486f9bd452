variable "name" {
  type = string
}

variable "project_id" {
  type = string
}

variable "tags" {
  type = list(string)
}

# It has a public endpoint where there is none.
variable "private_network_ids" {
  type    = list(string)
  default = []
}

variable "highly_available" {
  type    = bool
  default = false
}

variable "encrypted" {
  type    = bool
  default = true
}

variable "backup_in_region" {
  type    = bool
  default = true
}

# In days.
variable "backup_days" {
  type    = number
  default = 7
}

# In days.
variable "log_days" {
  type    = number
  default = 365
}

# Range of the programs that call it.
variable "callers" {
  type = string
}

variable "password" {
  type      = string
  default   = null
  sensitive = true
  ephemeral = true
}

# Kept in the state, as nobody should.
variable "first_password" {
  type      = string
  default   = null
  sensitive = true
}
