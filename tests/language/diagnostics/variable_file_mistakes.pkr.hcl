variable "region" {
  default = "eu"
}

variable "count" {
  type    = number
  default = 1
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
