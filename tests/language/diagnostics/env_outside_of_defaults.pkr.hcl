locals {
  home = env("HOME")
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
