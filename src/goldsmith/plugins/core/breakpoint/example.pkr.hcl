source "null" "here" {
  communicator = "none"
}

build {
  sources = ["source.null.here"]

  provisioner "breakpoint" {
    note = "Have a look before the image is made."
  }
}
