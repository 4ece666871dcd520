"""Tests of the QEMU plugin."""
