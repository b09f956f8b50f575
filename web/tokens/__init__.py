"""The tokens of programs that call the interface."""

from web.tokens.blueprint import bp

__all__ = ["bp"]
