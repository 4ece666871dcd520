source "docker" "web" {
  image   = "debian:12"
  commit  = true
  changes = ["EXPOSE 80", "CMD [\"nginx\", \"-g\", \"daemon off;\"]"]
}

build {
  sources = ["source.docker.web"]

  provisioner "shell" {
    inline = ["apt-get update", "apt-get install -y nginx"]
  }
}
