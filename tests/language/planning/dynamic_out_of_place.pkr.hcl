dynamic "source" {
  for_each = ["a"]
  content {}
}

variable "a" {
  default = 1

  dynamic "validation" {
    for_each = ["a"]
    content {}
  }
}

locals {
  dynamic "b" {
    for_each = ["a"]
    content {}
  }
}

build {
  sources = []
}
