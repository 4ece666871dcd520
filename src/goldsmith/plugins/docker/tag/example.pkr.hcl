source "docker" "web" {
  image = "debian:12"
  commit = true
}

build {
  sources = ["source.docker.web"]

  post-processors {
    post-processor "docker-tag" {
      repository = "registry.example.com:5000/team/web"
      tags       = ["1.0", "latest"]
    }
  }
}
