variable "disk" {
  type = object({
    size = number
    name = string
  })
  default = {
    size = "large"
  }
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
