
source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]

  provisioner "shell-local" {
    inline = ["echo {{user `x`}}", "echo {{ timestmp }}", "docker ps --format {{.ID", "{{.Foo}}"]
  }
}
