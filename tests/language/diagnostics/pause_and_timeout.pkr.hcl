
source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]

  provisioner "shell-local" {
    pause_before = "5s"
    timeout      = "1m"
    max_retries  = -1
    inline       = ["true"]
  }
}
