variable "a" {
  default = "x"
}

locals {
  b = merge(
    {
      a = 1
    },
    [
      var.a,
      "b",
    ],
  )
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
