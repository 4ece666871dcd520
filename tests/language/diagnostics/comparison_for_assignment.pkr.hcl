locals {
  a == 1
  b = 1 = 2
  c = not true
  d = true and false
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
