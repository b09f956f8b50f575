"""Reports whose every sentence can be asked again, on the screen, as PDF, and as cards."""

from web.reports.blueprint import bp

__all__ = ["bp"]
