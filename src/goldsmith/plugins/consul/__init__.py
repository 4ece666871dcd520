"""Consul: where the function `consul_key` looks up values."""
