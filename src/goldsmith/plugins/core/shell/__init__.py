"""The provisioner that runs shell scripts on the machine."""
