source "null" "here" {
  communicator = "none"
}

build {
  sources = ["source.null.here"]

  provisioner "shell-local" {
    only_on = ["linux", "darwin"]
    env = {
      GREETING = "Hello"
    }
    inline = ["echo \"$GREETING from $PACKER_BUILD_NAME\""]
  }

  post-processor "shell-local" {
    inline = ["echo 'The build is over.'"]
  }
}
