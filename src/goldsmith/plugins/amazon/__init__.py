"""Amazon Web Services: where functions of templates read secrets."""
