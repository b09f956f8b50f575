"""Weak signals: a queue of small pockets of stories to read, and what managers make of them."""
