source "file" "a" {
  target  = "a.txt"
  content = "x"
  source  = "b.txt"
}

build {
  sources = ["file.a"]

  provisioner "shell-local" {
    inline = ["true"]
    script = "a.sh"
  }
}
