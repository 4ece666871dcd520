packer {
  required_plugins {
    qemu = {
      source  = "github.com/hashicorp/qemu"
      version = "~> 1"
    }
  }
}

source "qemu" "known" {
  iso_url      = "http://example.com/a.iso"
  iso_checksum = "none"
  ssh_username = "root"
  http_content = {
    "/a" = "b"
  }
  qemuargs     = [["-m", "512"], ["-no-reboot"]]
  boot_command = ["a", "b"]

  qemu_img_args {
    convert = ["-o", "x"]
  }
}

source "unheard-of" "guessed" {
  scalars = {
    a = 1
    b = "c"
  }
  mixed = [
    1,
    {
      a = 2
    },
  ]
  list     = ["a", 2, true, null]
  nothing  = null
  no_items = []
  no_keys  = {}
  odd = {
    "for" = 0
    null  = 0
    "a b" = 1
    "1c"  = 2
    d-e   = 3
  }

  nested {
    a = {
      b = 1
    }
  }

  several {
    a = 1
  }

  several {
    a = {
      b = 2
    }
  }
}

build {
  sources = ["source.qemu.known", "source.unheard-of.guessed"]
}
