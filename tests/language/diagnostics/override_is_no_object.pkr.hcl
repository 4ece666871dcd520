
source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]

  provisioner "shell-local" {
    inline   = ["true"]
    override = ["a"]
  }
}
