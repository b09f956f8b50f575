"""Tension returns: experienced, evidenced, potential, begun from an alert."""

from web.tension.blueprint import bp

__all__ = ["bp"]
