variable "region" {
  default = "eu-west-1"
}

locals {
  where = "in ${var.regoin}"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
