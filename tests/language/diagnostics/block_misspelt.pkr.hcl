locls {
  a = 1
}

resource "null" "b" {
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
