variable "region" {
  default = "eu"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
