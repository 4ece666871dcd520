variable "a" {
  default = "x"
}

locals {
  b = "${var.a"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
