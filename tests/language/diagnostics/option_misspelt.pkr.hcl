source "file" "a" {
  targt   = "a.txt"
  content = "x"
}

build {
  sources = ["file.a"]
}
