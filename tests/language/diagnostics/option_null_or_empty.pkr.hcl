variable "target" {
  default = ""
}

source "file" "a" {
  target  = var.target
  content = "x"
}

build {
  sources = ["file.a"]
}
