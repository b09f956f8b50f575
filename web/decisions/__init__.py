"""Members' decisions: proposals, ballots, the charter and the roll."""

from web.decisions import asking, charter_pages, proposing, roll_pages, views, voting
from web.decisions.blueprint import bp

__all__ = ["asking", "bp", "charter_pages", "proposing", "roll_pages", "views", "voting"]
