source "file" "motd" {
  content = "Welcome to the machine.\n"
  target  = "motd.txt"
}

build {
  sources = ["source.file.motd"]

  post-processor "manifest" {
    output     = "manifest.json"
    strip_path = true
    custom_data = {
      team = "platform"
    }
  }
}
