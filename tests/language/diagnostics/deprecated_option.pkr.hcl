source "qemu" "a" {
  disk_image        = true
  iso_url           = "a.img"
  iso_checksum      = "none"
  ssh_username      = "root"
  ssh_password      = "hunter22"
  ssh_host_port_min = 3000
}

build {
  sources = ["qemu.a"]
}
