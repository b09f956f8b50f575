"""The stories of a selection to read, mark, print and keep."""
