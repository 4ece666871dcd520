source "qemuu" "a" {
}

source "virtualbox-iso" "b" {
}

build {
  sources = ["qemuu.a", "virtualbox-iso.b"]
}
