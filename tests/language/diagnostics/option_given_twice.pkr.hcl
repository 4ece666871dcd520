source "null" "a" {
  communicator = "none"
  communicator = "ssh"
}

build {
  sources = ["null.a"]
}
