packer {
  required_plugins {
    docker = {
      source  = "github.com/hashicorp/docker"
      version = "~> 1"
    }
    qemu = {
      source  = "github.com/hashicorp/qemu"
      version = "~> 1"
    }
  }
}

source "docker" "debian" {
  image  = var.base_container
  pull   = false
  commit = true
  changes = [
    "LABEL org.opencontainers.image.title=${var.name}",
    "CMD [\"greet\", \"container\"]",
  ]
}

source "qemu" "debian" {
  disk_image   = true
  iso_url      = var.base_image
  iso_checksum = "none"
  headless     = true

  ssh_username         = "packer"
  ssh_private_key_file = var.private_key
  ssh_timeout          = "5m"
  shutdown_command     = "sudo shutdown -P now"

  vm_name          = "${var.name}.qcow2"
  output_directory = "output-${var.name}"
}

build {
  sources = ["source.docker.debian", "source.qemu.debian"]

  provisioner "file" {
    source      = "${path.root}/greet"
    destination = "/tmp/greet"
  }

  provisioner "shell" {
    inline          = ["install -m 755 /tmp/greet /usr/local/bin/greet", "rm -f /tmp/greet", "greet ${source.type}"]
    execute_command = "sudo env {{ .Vars }} sh '{{ .Path }}'"
  }

  post-processor "docker-tag" {
    only       = ["docker.debian"]
    repository = var.name
    tags       = ["1.0", "latest"]
  }
}
