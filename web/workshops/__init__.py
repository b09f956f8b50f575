"""Workshops: an agenda, a pack to print, and what came of it."""

from web.workshops import files, planning, recording, taking, views  # which add their pages to it
from web.workshops.blueprint import bp

__all__ = ["bp", "files", "planning", "recording", "taking", "views"]
