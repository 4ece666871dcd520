packer {
  required_version = ">= 99"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
