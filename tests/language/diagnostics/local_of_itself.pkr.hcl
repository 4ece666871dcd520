locals {
  path = "${local.path}/bin"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
