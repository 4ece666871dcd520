"""What templates can call, a module for each family."""
