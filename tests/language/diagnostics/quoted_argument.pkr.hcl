locals {
  "a" = 1
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
