"""What every page about alerts starts from: the blueprint, who may act, and the day."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint

from narratives.collection import WHOLE
from store.accounts import Role
from web.access import may
from web.alerts.cards import WHOLE_UNIT
from web.alerts.lines import AlertLine

bp = Blueprint("alerts", __name__)

ACTORS = (Role.MANAGER,)


def may_act() -> bool:
    """Whether the signed-in person may do something about alerts, and not only see them."""
    return may(*ACTORS)


def may_act_on(line: AlertLine) -> bool:
    """Whether they may about this one: somebody may manage one group and only read about the others."""
    scope, group = line.unit
    return may(*ACTORS, collection=line.collection, group=WHOLE if scope == WHOLE_UNIT else group)


bp.add_app_template_global(may_act_on)


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return now().date()
