locals {
  a = true ? "x"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
