source "null" {
  communicator = "none"
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
