"""Ready packs: questions that come with the product, in two languages."""

from web.packs.blueprint import bp

__all__ = ["bp"]
