"""Collections with different questions on axes that somebody declared to be the same."""

from web.combined.blueprint import bp

__all__ = ["bp"]
