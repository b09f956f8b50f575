"""Organisations of one deployment that compare themselves: questions and figures of at least k, never a story."""

from web.confederation import benchmark_views
from web.confederation.views import bp

__all__ = ["benchmark_views", "bp"]
