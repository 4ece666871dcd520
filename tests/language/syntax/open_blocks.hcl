build {
  provisioner "shell" {
    inline = []
