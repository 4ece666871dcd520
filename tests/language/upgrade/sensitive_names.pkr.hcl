variable "kind" {
  type    = string
  default = "web"
}

variable "pw" {
  type      = string
  default   = "hunter2"
  sensitive = true
}

source "null" "pw_web" {
  communicator = "none"
}

build {
  sources = ["source.null.pw_web"]
}
