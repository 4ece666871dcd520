
source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.b", "source.nul.a"]
}
