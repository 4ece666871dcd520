source "null" "here" {
  communicator = "none"
}

build {
  sources = ["source.null.here"]

  provisioner "shell-local" {
    inline = ["date > made.txt"]
  }

  post-processors {
    post-processor "artifice" {
      files = ["made.txt"]
    }
    post-processor "checksum" {
      checksum_types = ["sha256"]
    }
  }
}
