"""The tokens of programs that call the interface."""

from web.tokens import views  # which adds its pages to it
from web.tokens.blueprint import bp

__all__ = ["bp", "views"]
