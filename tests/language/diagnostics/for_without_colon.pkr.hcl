locals {
  a = [for x in ["a"] upper(x)]
  b = { for k, v in { a = 1 } : k = v }
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
