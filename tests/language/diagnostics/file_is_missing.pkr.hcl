locals {
  key = file("cloud_inti.yaml")
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
