"""Tension returns: experienced, evidenced, potential, begun from an alert."""

from web.tension import files, views
from web.tension.blueprint import bp

__all__ = ["bp", "files", "views"]
