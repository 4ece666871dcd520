variable "size" {
  type    = string,
  default = "40G
}

locals {
  tags = {
    name = "x" owner = "y"
  }
  list = [1, 2
}

source "qemu" "a" {
  disk_size = var.size +
  iso_url   = 'x'
}

build {
  sources = [source.qemu.a
  provisioner shell {
    inline = ["true"]
    inline = ["false"]
  }
}
