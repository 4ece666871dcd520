locals {
  a = formatdate("YYYY-MM-DDTHH", "yesterday")
  b = timeadd(timestamp(), "1 day")
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
