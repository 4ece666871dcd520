variable "tags" {
  default = {
    Owner = "ops"
    Stage = "test"
  }
}

locals {
  owner = var.tags.owner
  stage = var.tags["Stge"]
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
