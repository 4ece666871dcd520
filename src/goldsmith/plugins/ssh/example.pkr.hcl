source "null" "server" {
  communicator           = "ssh"
  ssh_host               = "192.0.2.10"
  ssh_username           = "admin"
  ssh_agent_auth         = true
  ssh_timeout            = "2m"
  ssh_bastion_host       = "bastion.example.com"
  ssh_bastion_username   = "me"
  ssh_bastion_agent_auth = true
}

build {
  sources = ["source.null.server"]

  provisioner "shell" {
    inline = ["uptime"]
  }
}
