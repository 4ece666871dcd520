packer {
  required_plugins {
    qemuu = {
      version = "~> 1.0"
      source  = "github.com/hashicorp/qemuu"
    }
    b = {
      version = "1.x"
      source  = "b"
    }
  }
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
