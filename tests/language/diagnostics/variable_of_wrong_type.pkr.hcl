variable "count" {
  type    = number
  default = "many"
}

variable "zones" {
  type    = list(string)
  default = "a"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
