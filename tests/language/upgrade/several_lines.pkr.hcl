variable "name" {
  type    = string
  default = "n"
}

# The texts below still call upper between double braces, as Go templates do.
# That is rendered after the expressions of HCL, which do not see its results.
source "file" "a" {
  target  = "t"
  content = <<EOT_
#!/bin/sh
	echo "${var.name}" $${HOME} \
  EOT
EOT
{{ upper `x` }}
EOT_
}

source "file" "dollar" {
  target  = "t"
  content = "one\ntwo\n\u0024${var.name}\n"
}

source "file" "open" {
  target  = "t"
  content = "one\ntwo\nthree\nfour"
}

source "file" "two" {
  target  = "t"
  content = "one\ntwo\n"
}

source "file" "windows" {
  target  = "t"
  content = "one\r\ntwo\r\nthree\r\n"
}

build {
  sources = [
    "source.file.a",
    "source.file.dollar",
    "source.file.open",
    "source.file.two",
    "source.file.windows",
  ]

  provisioner "shell" {
    inline      = ["one\ntwo\nthree\n"]
    max_retries = 1
  }
}
