variable "my region" {
  default = "eu"
}

locals {
  2nd = 1
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
