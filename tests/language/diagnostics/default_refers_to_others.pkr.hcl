variable "a" {
  default = "x"
}

variable "b" {
  default = "${var.a}-b"
}

variable "c" {
  default = upper("c")
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
