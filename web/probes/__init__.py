"""Safe-to-fail probes: planning one, how it reads, and all of them side by side."""

from web.probes import decisions, plan_views, views
from web.probes.blueprint import bp

__all__ = ["bp", "decisions", "plan_views", "views"]
