"""What every page about tension returns starts from: the blueprint, who may open it, and the return that is meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Blueprint

from narratives.collection import Collection
from narratives.framework import Framework
from store.accounts import Role
from store.alerts import Alert, get_alert
from store.collections import framework_of
from store.tension_returns import TensionReturn, get_return
from web.reach import seen_collection
from web.stores import stores

bp = Blueprint("tension", __name__, url_prefix="/tension")
# A return leaves the organisation, and may quote: whoever reads stories and answers for what is done about an alert.
ACTORS = (Role.MANAGER,)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a return is about."""

    alert: Alert
    collection: Collection
    framework: Framework


def subject_of(alert_id: str) -> Subject:
    """Raises NotFoundError."""
    alert = get_alert(stores().stories, alert_id)
    collection = seen_collection(alert.collection)
    return Subject(alert, collection, framework_of(stores().stories, collection))


def opened(return_id: str) -> tuple[TensionReturn, Subject]:
    """A return and what it is about. Raises NotFoundError."""
    found = get_return(stores().stories, return_id)
    return found, subject_of(found.alert)


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return now().date()
