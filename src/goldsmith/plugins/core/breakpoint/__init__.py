"""The provisioner that waits for the user."""
