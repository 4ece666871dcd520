source "docker" "web" {
  image = "debian:12"
  export_path = "web.tar"
}

build {
  sources = ["source.docker.web"]

  post-processors {
    post-processor "docker-import" {
      repository = "web"
      tag        = "1.0"
      changes    = ["CMD [\"/bin/bash\"]"]
    }
  }
}
