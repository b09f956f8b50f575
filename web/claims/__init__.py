"""Sentences that can be asked again."""

from web.claims.blueprint import bp

__all__ = ["bp"]
