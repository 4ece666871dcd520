locals {
  a = uper("x")
  b = "y
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
