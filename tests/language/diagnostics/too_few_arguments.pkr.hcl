locals {
  a = replace("a-b", "-")
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
