packer {
  required_plugins {
    qemu = { version = "~> 1", source = "github.com/hashicorp/qemu" }
    frob = { version = "~> 1", source = "github.com/acme/frob" }
  }
}
variable "who" {
  type = string
  default = "x"
}
variable "n" {
  type = number
  validation {
    condition = var.n > 5
    error_message = "must be large"
  }
  default = 3
}
variable "unset" {}
variable "secret" {
  sensitive = true
  type = number
  default = "hunter2"
}
locals {
  b = "${local.a}!"
  a = "hi ${local.c}"
  c = local.b
  d = local.d
  e = local.typo
  f = var.whoo
  g = upperr("x")
}
source "null" "one" {
  comunicator = "none"
  ssh_host = "x"
  ssh_port = "abc"
}
source "null" "two" {
  communicator = "winrm"
  winrm_host = "x"
}
source "amazon-ebs" "three" {
  ami = var.typo
}
sourc "x" "y" {}
build {
  sources = ["source.null.one", "null.two", "null.thre", "amazon-ebs.three"]
  provisioner "shell-local" {
    inlin = ["echo ${local.b} ${build.IDx} {{build_name}}"]
    only = ["null.onee"]
  }
  provisioner "shell" {
    inline = ["x"]
    pause_before = "5 parsecs"
    max_retries = -1
    override = { on = { inline = ["y"] } }
  }
  post-processor "manifets" {
    output = "m.json"
  }
}
