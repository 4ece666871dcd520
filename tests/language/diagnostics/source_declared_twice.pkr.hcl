source "null" "a" {
  communicator = "none"
}

source "null" "a" {
  communicator = "ssh"
}

build {
  sources = ["null.a"]
}
