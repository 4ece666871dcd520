build {
provisioner "shell" {
inline = [<<EOT
  left   as it is = 1
    EOT
, "b"]
text=<<-EOT
      ${ a   }   %{ if b }c%{ else }  d%{ endif ~}
   \ # no comment
  ${f( 1,
      2)}
   EOT
longer = 1
}
  }
