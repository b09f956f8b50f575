"""Coming back to one's own story with its code: see it, answer messages, change it, take it out."""
