"""Boards: interpretations into perspectives, observations into themes."""

from web.boards import changes, views  # which add their pages to it
from web.boards.blueprint import bp

__all__ = ["bp", "changes", "views"]
