variable "zones" {
  default = "a,b"
}

locals {
  zones = [for zone in var.zones : upper(zone)]
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
