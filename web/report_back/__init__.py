"""What managers tell the tellers: you said, we tried, it did or it did not."""
