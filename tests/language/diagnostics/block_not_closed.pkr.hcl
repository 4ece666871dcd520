source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}

locals {
  a = 1
