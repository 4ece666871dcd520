variable "text" {
  default = "abc"
}

locals {
  a = regex("[a-", var.text)
  b = regex("x+", var.text)
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
