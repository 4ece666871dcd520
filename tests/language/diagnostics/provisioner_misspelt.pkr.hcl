
source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]

  provisioner "shel-local" {
    inline = ["true"]
  }

  provisioner "chef-solo" {
  }
}
