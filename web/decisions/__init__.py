"""Members' decisions: proposals, ballots, the charter and the roll."""

from web.decisions.blueprint import bp

__all__ = ["bp"]
