a = <<"EOT"
x
EOT
b = << EOT
x ${y}
EOT
c = <<-EOT # comment
x
EOT
d = <<1
e = 1 << 2
f = <<EOT
  ${ x y }
EOT
g = <<END
never
END of it
