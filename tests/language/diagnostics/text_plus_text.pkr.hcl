variable "a" {
  default = "x"
}

locals {
  name = "web-" + var.a
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
