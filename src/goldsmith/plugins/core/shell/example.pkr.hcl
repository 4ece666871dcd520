source "null" "server" {
  ssh_host     = "192.0.2.10"
  ssh_username = "root"
  ssh_password = "example"
}

build {
  sources = ["source.null.server"]

  provisioner "shell" {
    env = {
      DEBIAN_FRONTEND = "noninteractive"
    }
    inline = [
      "apt-get update",
      "apt-get install -y nginx",
    ]
  }

  provisioner "shell" {
    inline            = ["reboot"]
    expect_disconnect = true
    pause_after       = "10s"
  }
}
