
source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]

  provisioner "shell-local" {
    only   = ["null.b"]
    inline = ["true"]
  }

  post-processor "manifest" {
    except = ["null.*"]
  }
}
