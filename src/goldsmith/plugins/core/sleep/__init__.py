"""The provisioner that waits."""
