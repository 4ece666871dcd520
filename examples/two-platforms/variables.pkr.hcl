variable "name" {
  type        = string
  default     = "two-platforms"
  description = "What the image of each platform is called."
}

variable "base_container" {
  type        = string
  default     = "debian-base:12"
  description = "A container image that the engine has, with sudo in it, as from scripts/make-base-container."
}

variable "base_image" {
  type        = string
  description = "A disk image that boots and answers SSH, as scripts/make-base-image makes it."
}

variable "private_key" {
  type        = string
  description = "The key that lets the user packer in, as scripts/make-base-image leaves it beside the disk."
}
