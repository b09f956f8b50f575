"""Collections with different questions on axes that somebody declared to be the same."""

from web.combined import views  # which adds its pages to it
from web.combined.blueprint import bp

__all__ = ["bp", "views"]
