variable "size" {
  default = "12q"
}

source "docker" "web" {
  image       = "Team/Web:1"
  commit      = true
  export_path = "out/"
  platform    = "linux/"
  author      = "Ann"
  login       = true
  changes = [
    "FOO bar",
    "EXPOSE 80 http",
    "CMD ['nginx']",
    "RUN apt-get update",
    "",
  ]
  volumes = {
    "web/content" = "/srv"
    "/var/cache"  = "cache"
  }
  tmpfs       = ["/run", "tmp:size=1m"]
  device      = ["fuse"]
  run_command = [
    "-dit", "--ulimit", "nofile=x", "--cpu-shares", "abc", "--memroy=1g", "--memory", var.size,
    "-p", "80:http", "-w", "srv", "--", "{{.Imag}}",
  ]
}

source "docker" "nothing" {
  image        = "debian:12"
  docker_path  = "/usr/bin/podman"
  run_command  = ["-d", "-i", "-t"]
  ecr_login    = true
  aws_profile  = "work"
  build {
    path      = "Dockerfile"
    build_dir = "context"
  }
}

source "docker" "twice" {
  image       = "debian@sha256:12"
  discard     = true
  export_path = "docker_source.pkr.hcl/root.tar"
  run_command = ["-dit", "ubuntu:22.04"]
}

build {
  sources = ["docker.web", "docker.nothing", "docker.twice"]
}
