locals {
  a = upper("a", "b", "c")
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
