packer {
  required_plugins {
    qemu = {
      source  = "github.com/hashicorp/qemu"
      version = "~> 1"
    }
  }
}

variable "list" {
  type    = string
  default = "a,b"
}

variable "none" {
  type    = string
  default = ""
}

variable "some" {
  type    = string
  default = "1"
}

source "qemu" "a" {
  iso_url          = "http://example.com/a.iso"
  iso_checksum     = "none"
  headless         = true
  accelerator      = var.none
  disk_compression = var.none == "" ? null : var.none
  skip_compaction  = true
  memory           = 1024
  cpus             = var.some
  format           = "raw"
  vm_name          = "5"
  floppy_files     = compact(split(",", var.list))
  iso_urls         = var.none == "" ? null : compact(split(",", var.none))
  cd_files         = null
  ssh_port         = 22
  ssh_username     = "1"
  floppy_content = {
    a = "c"
    d = "5"
  }
  cd_content = {
    x = var.some
  }
  disk_additional_size   = []
  use_backing_file       = "maybe"
  disk_image             = null
  boot_wait              = "5ns"
  ssh_handshake_attempts = 1e4000
  qemuargs               = [["-m", "512", "1"]]
  host_port_min          = 1
  disk_size              = "40000"
  shutdown_timeout       = var.none
}

build {
  sources = ["source.qemu.a"]

  provisioner "shell" {
    inline           = ["a", "b"]
    environment_vars = ["A=1"]
    max_retries      = 3
    binary           = false
    pause_before     = "5s"
  }

  provisioner "shell" {
    only             = ["qemu.a"]
    except           = [5]
    override         = null
    inline           = ["1"]
    valid_exit_codes = [1, 2]
    timeout          = "5ns"
  }
}
