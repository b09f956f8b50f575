"""Pages about this site that are made from its own settings."""
