source "file" "motd" {
  content = "Welcome to the machine.\n"
  target  = "motd.txt"
}

build {
  sources = ["source.file.motd"]

  post-processor "compress" {
    output            = "motd.tar.gz"
    compression_level = 9
  }
}
