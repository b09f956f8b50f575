"""Observations and interpretations, from any chart."""

from web.sense import observing, understanding, views
from web.sense.blueprint import bp

__all__ = ["bp", "observing", "understanding", "views"]
