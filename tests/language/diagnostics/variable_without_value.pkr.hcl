variable "ami" {
  type = string
}

variable "region" {}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
