variable "count" {
  default = "three"
}

locals {
  more = var.count + 1
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
