variable "port" {
  default = "ssh"
}

source "null" "a" {
  ssh_host     = "192.0.2.1"
  ssh_username = "root"
  ssh_password = "x"
  ssh_port     = var.port
  ssh_timeout  = "5 minutes"
  ssh_pty      = "maybe"
}

build {
  sources = ["null.a"]
}
