"""Under which conditions people tell one thing more often."""
