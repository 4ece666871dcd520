packer {
  required_version = ">= 1.9"
  required_plugins {
    qemu = {
      version = "~> 1"
      source  = "github.com/hashicorp/qemu"
    }
  }
}

variable "who" {
  type    = string
  default = env("WHO")
}

variable "sizes" {
  type    = map(number)
  default = { small = 1, large = "20" }
}

variable "password" {
  type      = string
  sensitive = true
  default   = "hunter2"
}

locals {
  greeting = "Hello ${local.name}"
  sizes    = { for name, size in var.sizes : name => "${size}G" if size > 1 }
}

local "name" {
  expression = "${var.who}@${path.root}"
}

data "null" "answer" {
  input = local.greeting
}

source "null" "here" {
  communicator = "none"
}

build {
  name = "web"

  source "null.here" {
    name = "there"
  }

  dynamic "provisioner" {
    for_each = var.sizes
    labels   = ["shell-local"]
    content {
      name        = provisioner.key
      inline      = ["make ${provisioner.key} ${provisioner.value} ${build.Host} ${source.name}"]
      max_retries = 2
    }
  }

  provisioner "shell-local" {
    inline            = ["echo ${var.password}"]
    pause_before      = "1m30s"
    continue_on_error = true
    override = {
      there = { inline = ["echo over"] }
    }
  }

  provisioner "shell-local" {
    inline = ["never"]
    except = ["null.there"]
  }

  error-cleanup-provisioner "shell-local" {
    inline  = ["echo ${data.null.answer.output}"]
    timeout = "5s"
  }
}
