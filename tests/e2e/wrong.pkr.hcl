variable "name" {
  typ = string
}

source "fil" "a" {
  target = "a"
}

source "file" "b" {
  contents = uper("x")
  target   = var.nam
}

build {
  sources = ["file.c", "file.b"]

  provisioner "shell-local" {
    inline       = "true"
    pause_before = "soon"
  }
}
