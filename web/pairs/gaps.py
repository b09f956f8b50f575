"""The case store's part of the managers' report: closed batches alone. This module knows nothing of the stories."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from narratives.pair_places import KINDS
from store.pair_batches import LEAST_PRACTITIONERS
from store.release_pair_conditions import PairConditions, pair_conditions
from store.release_pairs import Estimate, PairReport, Pole, Reading, Table, pair_report
from web.casework.case_store import case_store

__all__ = [
    "LEAST_PRACTITIONERS",
    "Estimate",
    "PairReport",
    "Pole",
    "Reading",
    "Table",
    "contact_words",
    "pair_conditions_of",
    "report_of",
]


def report_of(collection_id: str, signifiers: Sequence[str], k: int, teams: Collection[str] | None) -> PairReport:
    """What managers may see of a collection's pairs, of these teams alone where they are given."""
    return pair_report(case_store().db, collection_id, signifiers, k, teams)


def pair_conditions_of(
    collection_id: str, signifiers: Sequence[str], k: int, teams: Collection[str] | None
) -> PairConditions:
    """Under which conditions people place meetings otherwise, of these teams alone where they are given."""
    return pair_conditions(case_store().db, collection_id, signifiers, k, teams)


def contact_words(contact: str) -> str:
    """A kind of contact in words; several kinds together have no name."""
    return KINDS.get(contact, contact) if contact else "Several kinds together"
