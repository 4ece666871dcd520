locals {
  a = jsondecode("{\"a\": }")
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
