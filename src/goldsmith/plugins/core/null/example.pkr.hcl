data "null" "greeting" {
  input = "Hello"
}

source "null" "here" {
  communicator = "none"
}

build {
  sources = ["source.null.here"]

  provisioner "shell-local" {
    inline = ["echo '${data.null.greeting.output} from the computer that goldsmith runs on'"]
  }
}
