locals {
  image_name = "web"
  title      = upper(local.imagename)
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
