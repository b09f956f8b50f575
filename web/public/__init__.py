"""Pages for everybody: what was heard, what is tried, how data is used, and what members decided."""

from web.public import decided, views
from web.public.blueprint import bp

__all__ = ["bp", "decided", "views"]
