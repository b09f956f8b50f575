"""Events that several groups tell of: opening one, perspectives side by side, and who predicts whom."""

from web.events import opening, views  # which add their pages to it
from web.events.blueprint import bp

__all__ = ["bp", "opening", "views"]
