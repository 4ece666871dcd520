locals {
  a: 1
  b => 2
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
