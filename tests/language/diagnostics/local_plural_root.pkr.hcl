locals {
  a = "x"
  b = locals.a
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
