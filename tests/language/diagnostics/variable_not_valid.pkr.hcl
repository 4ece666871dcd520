variable "disk" {
  type    = number
  default = 4

  validation {
    condition     = var.disk >= 8 && var.disk <= 64
    error_message = "The disk needs 8 to 64 GB."
  }
}

source "null" "a" {
  communicator = "none"
}

build {
  sources = ["null.a"]
}
