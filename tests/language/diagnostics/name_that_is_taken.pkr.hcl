variable "region" {
  default = "eu"
}

locals {
  region = var.region
  region = "us"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
