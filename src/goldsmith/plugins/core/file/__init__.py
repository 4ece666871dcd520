"""The file builder, and the provisioner that copies files to and from the machine."""
