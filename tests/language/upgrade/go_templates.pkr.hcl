variable "name" {
  type    = string
  default = "n"
}

locals {
  clean = "{{isotime | clean_resource_name}}"
  loud  = upper(var.name)
  part  = split("-", var.name)[1]
}

# The texts below still call clean_resource_name, upper between double braces, as Go templates do.
# That is rendered after the expressions of HCL, which do not see its results.
source "file" "kept" {
  content = "{{upper `x`}} {{ isotime | clean_resource_name }} {{ .Left }} {{`{{`}}"
  target  = "{{${jsonencode(var.name)} | clean_resource_name}}"
}

source "file" "mixed" {
  content = "{{if eq (${jsonencode(var.name)}) \"n\"}}yes{{else}}${var.name}{{end}}"
  target  = "a${var.name}b"
}

build {
  sources = ["source.file.kept", "source.file.mixed"]

  provisioner "shell" {
    inline          = compact(split(",", "echo ${replace(var.name, "a", "b")}"))
    execute_command = "echo '${var.name}' | {{.Vars}} sudo -S sh '{{ .Path }}'"
  }
}
