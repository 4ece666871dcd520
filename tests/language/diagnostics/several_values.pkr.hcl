variable "a" {
  default = 3
}

variable "b" {
  default = "x"
}

locals {
  part = substr("text", var.a, var.b)
  flag = var.a > 2 && var.b
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
