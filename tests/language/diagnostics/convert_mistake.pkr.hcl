locals {
  a = convert("x", number)
  b = convert(["x"], strng)
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
