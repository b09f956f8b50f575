"""Two selections side by side, those that are saved, and what goes together."""
