variable "disks" {
  default = [{ size = 10 }, { size = 20 }]
}

locals {
  size = var.disks.size
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
