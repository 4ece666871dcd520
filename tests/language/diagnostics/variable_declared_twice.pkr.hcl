variable "region" {
  default = "eu"
}

variable "zone" {
  default = "a"
}

variable "region" {
  default = "us"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
