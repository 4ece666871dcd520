source "docker" "web" {
  image = "debian:12"
  commit = true
}

build {
  sources = ["source.docker.web"]

  post-processors {
    post-processor "docker-tag" {
      repository = "web"
      tags       = ["1.0"]
    }
    post-processor "docker-save" {
      path = "web.tar"
    }
  }
}
