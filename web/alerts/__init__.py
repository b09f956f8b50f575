"""What changed: the alerts and what became of them."""
