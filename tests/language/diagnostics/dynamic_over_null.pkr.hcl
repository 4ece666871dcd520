variable "scripts" {
  type    = list(string)
  default = null
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]

  dynamic "provisioner" {
    for_each = var.scripts
    labels   = ["shell-local"]

    content {
      script = provisioner.value
    }
  }
}
