source "null" "a" {
  communicator = "none"
  count        = 2
}

build {
  sources = ["null.a"]

  provisioner "shell-local" {
    for_each = ["a"]
    inline   = ["echo ${each.value}"]
  }
}
