locals {
  a = ["x" "y"]
  b = ["x",
    "y"
    "z"]
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
