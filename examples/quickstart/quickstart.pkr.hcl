packer {
  required_plugins {
    qemu = {
      source  = "github.com/hashicorp/qemu"
      version = "~> 1"
    }
  }
}

locals {
  version    = formatdate("YYYY.MM.DD", timestamp())
  image_name = "${var.name}-${local.version}.qcow2"
}

source "qemu" "debian" {
  disk_image   = true
  iso_url      = var.base_image
  iso_checksum = var.base_image_checksum
  disk_size    = var.disk_size
  memory       = var.memory
  headless     = true

  ssh_username         = "packer"
  ssh_private_key_file = var.private_key
  ssh_timeout          = "5m"
  shutdown_command     = "sudo shutdown -P now"

  vm_name          = local.image_name
  output_directory = "output-${var.name}"
}

build {
  name    = "quickstart"
  sources = ["source.qemu.debian"]

  provisioner "shell-local" {
    inline = ["echo Making ${local.image_name} for $(id -un)"]
  }

  provisioner "file" {
    source      = "${path.root}/files/"
    destination = "/tmp"
  }

  provisioner "shell" {
    script           = "${path.root}/scripts/install.sh"
    environment_vars = ["GREETING=${var.greeting}", "IMAGE_NAME=${local.image_name}"]
    execute_command  = "sudo env {{ .Vars }} sh '{{ .Path }}'"
  }

  provisioner "shell" {
    inline = ["greet ${build.User}"]
  }

  post-processor "checksum" {
    checksum_types = ["sha256"]
    output         = "output-${var.name}/{{ .ChecksumType }}sums"
  }

  post-processor "manifest" {
    output     = "output-${var.name}/manifest.json"
    strip_path = true
    custom_data = {
      version = local.version
    }
  }
}
