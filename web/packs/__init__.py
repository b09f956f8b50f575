"""Ready packs: questions that come with the product, in two languages."""

from web.packs import views  # which adds its pages to it
from web.packs.blueprint import bp

__all__ = ["bp", "views"]
