variable "names" {
  default = ["a", "b"]
}

locals {
  a = upper(var.names)
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
