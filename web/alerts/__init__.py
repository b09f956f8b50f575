"""What changed: the alerts and what became of them."""

from web.alerts import actions, silences, views
from web.alerts.blueprint import bp

__all__ = ["actions", "bp", "silences", "views"]
