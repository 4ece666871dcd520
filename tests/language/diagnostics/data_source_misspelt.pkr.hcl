data "http" "ip" {
  url = "https://example.com"
}

locals {
  a = data.http.ips.body
  b = data.http.ip.bod
  c = data.htp.ip.body
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
