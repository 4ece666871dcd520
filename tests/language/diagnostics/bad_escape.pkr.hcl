locals {
  path = "C:\Windows"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
