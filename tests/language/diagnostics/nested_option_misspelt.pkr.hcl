source "qemu" "a" {
  disk_image   = true
  iso_url      = "a.img"
  iso_checksum = "none"
  ssh_username = "root"
  ssh_password = "hunter22"

  qemu_img_args {
    resiz = ["x"]
  }
}

build {
  sources = ["qemu.a"]
}
