locals {
  where = var.region
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
