locals {
  timestamp = regex_replace(timestamp(), "[- TZ:]", "")
}

source "file" "a" {
  content = "${local.timestamp} ${timestamp()} ${legacy_isotime("2006-01-02")} ${legacy_strftime("%Y")} ${uuidv4()} ${path.root} ${path.cwd} ${packer.version} ${source.name} ${source.type}"
  target  = "t"
}

build {
  sources = ["source.file.a"]

  provisioner "shell-local" {
    inline = ["echo ${build.ID} ${upper(build.Host)} ${source.name} ${build["odd key"]}"]
  }
}
