"""Vault: where the function `vault` reads secrets."""
