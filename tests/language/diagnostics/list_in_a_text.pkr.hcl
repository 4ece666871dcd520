variable "zones" {
  default = ["a", "b"]
}

locals {
  text = "zones: ${var.zones}"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
