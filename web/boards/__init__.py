"""Boards: interpretations into perspectives, observations into themes."""

from web.boards.blueprint import bp

__all__ = ["bp"]
