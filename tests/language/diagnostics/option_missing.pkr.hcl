source "file" "a" {
  content = "x"
}

build {
  sources = ["file.a"]
}
