"""Shell scripts on the computer that goldsmith runs on: provisioner and post-processor."""
