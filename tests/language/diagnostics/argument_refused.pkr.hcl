variable "network" {
  default = "10.0.0.0/16"
}

locals {
  a = cidrhost(var.network, 70000)
  b = cidrhost("10.0.0.0", 1)
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
