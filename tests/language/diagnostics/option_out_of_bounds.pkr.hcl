source "qemu" "a" {
  disk_image       = true
  iso_url          = "a.img"
  iso_checksum     = "none"
  ssh_username     = "root"
  ssh_password     = "x"
  host_port_min    = 70000
  format           = "qcow3"
  disk_size        = "40GB"
  iso_checksum_type = "md5"
}

build {
  sources = ["qemu.a"]
}
