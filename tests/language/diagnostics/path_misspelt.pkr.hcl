locals {
  a = "${path.module}/x"
  b = packer.verson
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
