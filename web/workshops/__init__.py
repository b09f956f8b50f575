"""Workshops: an agenda, a pack to print, and what came of it."""

from web.workshops.blueprint import bp

__all__ = ["bp"]
