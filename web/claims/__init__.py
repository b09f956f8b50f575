"""Sentences that can be asked again."""

from web.claims import making, pages
from web.claims.blueprint import bp

__all__ = ["bp", "making", "pages"]
