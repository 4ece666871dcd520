variable "suffix" {
  type    = string
  default = null
}

locals {
  text = "web-${var.suffix}"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
