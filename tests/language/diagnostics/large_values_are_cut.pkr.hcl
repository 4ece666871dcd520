variable "list" {
  default = ["aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccc", "dddddddddddddd"]
}

locals {
  n = var.list + 1
  m = join(",", var.list) * 2
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
