
source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]

  error-cleanup-provisioner "shell-local" {
    inline = ["true"]
  }

  error-cleanup-provisioner "shell-local" {
    inline = ["true"]
  }
}
