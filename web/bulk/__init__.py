"""Taking many stories out, or deleting them: one person asks, another decides."""
