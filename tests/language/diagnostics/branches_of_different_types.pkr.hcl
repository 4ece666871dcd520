variable "many" {
  default = true
}

locals {
  zones = var.many ? ["a"] : { a = 1 }
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
