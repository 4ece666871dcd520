locals {
  name  = "web-${local.stamp}"
  stamp = local.zone
  zone  = "${local.name}-a"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
