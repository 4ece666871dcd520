variable "region" {
  default = "eu"
}

locals {
  where = region
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
