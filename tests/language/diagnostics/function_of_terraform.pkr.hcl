locals {
  a = tostring(3)
  b = sensitive("x")
  c = filemd5("a")
  d = nonsense("a")
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
