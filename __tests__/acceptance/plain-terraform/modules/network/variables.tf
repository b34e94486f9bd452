variable "name" {
  type = string
}

variable "project_id" {
  type = string
}

variable "subnet" {
  type = string
}

variable "tags" {
  type = list(string)
}

variable "default_policy" {
  type    = string
  default = "drop"
}

# Who may call in, and on which port.
variable "callers" {
  type    = map(object({ range = string, port = number }))
  default = {}
}
