variable "name" {
  type = string
}

variable "project_id" {
  type = string
}

variable "class" {
  type    = string
  default = "C1"
}

variable "region" {
  type    = string
  default = "fr-par"
}

# Principals of a bucket policy.
variable "readers" {
  type = list(string)
}

variable "acl" {
  type    = string
  default = "private"
}

variable "force_destroy" {
  type    = bool
  default = false
}

variable "versioning" {
  type    = bool
  default = true
}

variable "encrypted" {
  type    = bool
  default = true
}

# In days. Objects stay where it is null.
variable "expires_after" {
  type    = number
  default = null
}
