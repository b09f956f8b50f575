"""The interface for programs: versioned, with tokens of narrow scopes (docs/api.md)."""

from web.api import alerts, figures, probes, root, stories, webhooks
from web.api.blueprint import bp

__all__ = ["alerts", "bp", "figures", "probes", "root", "stories", "webhooks"]
