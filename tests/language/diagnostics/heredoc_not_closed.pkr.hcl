source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}

locals {
  a = <<EOT
  text
    EOT 2
}
