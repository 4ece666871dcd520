regoin = "us"
count  = "x"

variable "a" {}
