data "http" "about" {
  url = "https://example.com/"
  request_headers = {
    Accept = "text/html"
  }
}

source "null" "here" {
  communicator = "none"
}

build {
  sources = ["source.null.here"]

  provisioner "shell-local" {
    inline = ["echo 'The page has ${length(data.http.about.body)} characters.'"]
  }
}
