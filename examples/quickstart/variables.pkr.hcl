variable "base_image" {
  type        = string
  description = "A disk image that boots and answers SSH, as scripts/make-base-image makes it."
}

variable "base_image_checksum" {
  type        = string
  default     = "none"
  description = "What the base image must hash to."
}

variable "private_key" {
  type        = string
  description = "The file with the private key that the base image lets in."
}

variable "name" {
  type    = string
  default = "quickstart"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.name))
    error_message = "The name must be made of lower-case letters, digits and hyphens."
  }
}

variable "greeting" {
  type    = string
  default = "Hello"
}

variable "disk_size" {
  type    = string
  default = "2G"
}

variable "memory" {
  type        = number
  default     = 512
  description = "Megabytes of memory while the image is made."
}
