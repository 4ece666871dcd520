locals {
  sizes = { for disk in ["a", "b", "a"] : disk => 10 }
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
