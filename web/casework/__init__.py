"""Practitioners' log: the case record goes to the case store, their own account of a session to the stories."""
