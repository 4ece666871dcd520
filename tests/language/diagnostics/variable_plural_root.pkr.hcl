variable "region" {
  default = "eu-west-1"
}

locals {
  where = vars.region
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
