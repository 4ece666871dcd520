variable "name" {
  type    = string
  default = "n"
}

locals {
  clean   = "{{isotime | clean_resource_name}}"
  cleaner = "${local.clean}!"
  later   = "{{build_name}}-{{build_type}}"
  loud    = upper(var.name)
  once    = "${replace(var.name, "a", "b")}${lower("x")}{{print (${jsonencode(var.name)})}}"
  part    = split("-", var.name)[1]
  raw     = "${aws_secretsmanager_raw("a")}${vault("b", "c")}"
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

  # The texts below still call replace, replace_all between double braces, as Go templates do.
  # That is rendered after the expressions of HCL, which do not see its results.
  provisioner "shell" {
    inline = [
      "{{ printf \"%v %s\" true (${jsonencode(build.ID)}) }}",
      "{{ $id := ${jsonencode(build.ID)} }}{{ $id }}",
      "{{range $i, $e := .List}}${var.name}{{end}}",
      "{{replace `a` `b` 1 (${jsonencode(var.name)})}} {{ replace_all .X `b` (${jsonencode(var.name)}) }}",
      "${local.clean} ${local.cleaner}",
      "{{ user `cleaner` | upper }}",
      var.name,
    ]
  }

  provisioner "shell" {
    inline          = ["echo ${replace(var.name, "a", "b")}"]
    execute_command = "echo '${var.name}' | {{.Vars}} sudo -S sh '{{ .Path }}'"
  }
}
