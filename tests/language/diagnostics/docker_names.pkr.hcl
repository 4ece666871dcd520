source "docker" "web" {
  image   = "debian:12"
  discard = true
}

build {
  sources = ["docker.web"]

  post-processors {
    post-processor "docker-tag" {
      repository = "Registry.example.com:5000/Team/Web"
      tags       = ["1.0", "not a tag", "-x"]
    }
    post-processor "docker-tag" {
      repository = "team/web:1.0"
      tags       = ["latest"]
    }
    post-processor "docker-tag" {
      tags = ["latest"]
    }
    post-processor "docker-import" {
      repository = "https://registry.example.com/web"
      tag        = "a/b"
      platform   = "linux/arm64/v8/x"
      changes    = ["SHELL [\"/bin/bash\"]"]
    }
    post-processor "docker-push" {
      login          = true
      login_username = "ann"
      platform       = "linux/"
    }
    post-processor "docker-save" {
      path = "out/"
    }
  }
}
