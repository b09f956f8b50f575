"""Files of other programs, brought in: looked at first, then stored row by row."""

from web.bring import columns, into, views  # which add their pages to it
from web.bring.blueprint import bp

__all__ = ["bp", "columns", "into", "views"]
