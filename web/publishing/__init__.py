"""Saying what the public page of a collection shows, and its objectives."""

from web.publishing import drafted, objectives, views
from web.publishing.blueprint import bp

__all__ = ["bp", "drafted", "objectives", "views"]
