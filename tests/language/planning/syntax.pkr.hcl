variable "region" {
  default = "x
}

locals {
  a = 1 +
  b = upper("a", "b")
}

source "null" "a" {
  communicator = "nnoe"
}

build {
  sources = ["null.a", "null.${var.region}"]
}
