source "file" "motd" {
  content = "Welcome to the machine.\n"
  target  = "motd.txt"
}

build {
  sources = ["source.file.motd"]

  post-processor "checksum" {
    checksum_types = ["sha256", "sha512"]
    output         = "motd.{{.ChecksumType}}"
  }
}
