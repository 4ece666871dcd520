source "qemu" "a" {
  disk_image    = true
  iso_url       = "a.img"
  iso_checksum  = "none"
  ssh_username  = "root"
  ssh_password  = "x"
  qemu_img_args = {
    create = ["-o", "x"]
  }
}

build {
  sources = ["qemu.a"]
}
