variable "secret" {
  default   = "hunter2"
  sensitive = true
}

locals {
  a = var.secret + 1
  b = jsondecode(var.secret)
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
