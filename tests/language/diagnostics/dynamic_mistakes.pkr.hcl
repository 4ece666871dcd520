
source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]

  dynamic "provisioner" {
    for_each = "abc"
    labels   = ["shell-local"]
    content {
      inline = [provisioner.value]
    }
  }

  dynamic "provisioner" {
    for_each = ["a"]
    content {
      inline = [provisioner.value]
    }
  }
}
