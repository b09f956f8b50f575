"""The blueprint of reports, who may read and make them, and which report an address means."""

from __future__ import annotations

from flask import Blueprint

from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.report import Report
from store.collections import framework_of
from store.reports import get_report
from web.explore.blueprint import READERS, VIEWERS
from web.reach import seen_collection
from web.stores import stores

__all__ = ["MAKERS", "VIEWERS", "bp", "held", "opened"]

bp = Blueprint("reports", __name__, url_prefix="/reports")

MAKERS = READERS  # whoever may read the stories says what was made of them


def opened(collection_id: str) -> tuple[Collection, Framework]:
    """The collection of an address with its questions. Raises NotFoundError."""
    collection = seen_collection(collection_id)
    return collection, framework_of(stores().stories, collection)


def held(collection_id: str, report_id: str) -> Report:
    """The report of an address. Raises NotFoundError, also for one of another collection."""
    report = get_report(stores().stories, report_id)
    if report.collection != collection_id:
        raise NotFoundError("report", report_id)
    return report
