variable "debug" {
  default = "yes"
}

locals {
  level = var.debug ? 1 : 0
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
