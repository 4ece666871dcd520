source "file" "motd" {
  content = "Welcome to the machine.\n"
  target  = "motd.txt"
}

source "null" "server" {
  ssh_host     = "192.0.2.10"
  ssh_username = "root"
  ssh_password = "example"
}

build {
  name    = "message"
  sources = ["source.file.motd"]
}

build {
  name    = "server"
  sources = ["source.null.server"]

  provisioner "file" {
    content     = "Welcome to the machine.\n"
    destination = "/etc/motd"
  }

  provisioner "file" {
    direction   = "download"
    source      = "/etc/os-release"
    destination = "about-the-server/"
  }
}
