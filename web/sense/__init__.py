"""Observations and interpretations, from any chart."""

from web.sense.blueprint import bp

__all__ = ["bp"]
