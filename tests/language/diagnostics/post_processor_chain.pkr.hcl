
source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]

  post-processors "x" {
    provisioner "shell-local" {
    }
  }
}
