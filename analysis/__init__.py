"""Moves data one way: stories in, vectors, themes, batches, temperature and alerts out."""
