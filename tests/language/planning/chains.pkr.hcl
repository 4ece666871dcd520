source "file" "one" {
  content = "hello"
  target  = "one.txt"
}

build {
  name    = "files"
  sources = ["source.file.one"]

  post-processor "manifest" {
    output = "{{ build_name }}.json"
  }

  post-processors {
    post-processor "checksum" {
      checksum_types      = ["sha256"]
      keep_input_artifact = true
    }
    post-processor "shell-local" {
      name   = "tell"
      inline = ["echo ${build.ID}"]
    }
  }
}
