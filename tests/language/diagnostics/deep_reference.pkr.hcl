variable "image" {
  default = {
    disk = {
      size = 10
    }
  }
}

locals {
  size = var.image.disk.sise
  name = var.image.name.first
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
