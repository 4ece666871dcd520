variable "count" {
  type = number
}

variable "zones" {
  type = list(string)
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
