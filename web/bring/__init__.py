"""Files of other programs, brought in: looked at first, then stored row by row."""

from web.bring.blueprint import bp

__all__ = ["bp"]
