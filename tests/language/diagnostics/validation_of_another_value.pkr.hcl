variable "a" {
  default = 1
}

variable "b" {
  default = 2

  validation {
    condition     = var.a < var.b
    error_message = "no"
  }
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
