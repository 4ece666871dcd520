variable "a" {
  defualt     = "x"
  descripton  = "An a."
  nullable    = false
  default     = ""
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
