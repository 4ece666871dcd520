locals {
  a = try(local.missing, upper(1, 2))
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
