"""Reports whose every sentence can be asked again, on the screen, as PDF, and as cards."""

from web.reports import changing, reading, views  # which add their pages to it
from web.reports.blueprint import bp

__all__ = ["bp", "changing", "reading", "views"]
