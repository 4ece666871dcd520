source "qemu" "server" {
  disk_image       = true
  iso_url          = "https://cloud.example.com/base.qcow2"
  iso_checksum     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  output_directory = "output-server"
  disk_size        = "10G"
  memory           = 1024
  headless         = true
  ssh_username     = "debian"
  shutdown_command = "sudo poweroff"
}

build {
  sources = ["source.qemu.server"]

  provisioner "shell" {
    inline = ["sudo apt-get update", "sudo apt-get install -y nginx"]
  }
}
