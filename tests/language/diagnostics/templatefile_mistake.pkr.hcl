locals {
  text = templatefile("mistake.values.hcl", { name = "x" })
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
