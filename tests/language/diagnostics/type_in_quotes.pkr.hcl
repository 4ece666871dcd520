variable "a" {
  type    = "string"
  default = "x"
}

variable "b" {
  type    = strng
  default = "x"
}

variable "c" {
  type    = list
  default = []
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
