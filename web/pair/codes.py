"""The case store's part of a supervised person's page. This module knows nothing of the stories."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from narratives.pair_places import Place
from store import pairs
from store.pairs import Claim, Opened
from web.casework.case_store import case_store

__all__ = ["Claim", "claimed", "finish", "opened", "take_out"]


def opened(code: str, today: date) -> Opened | None:
    """Where a code leads; None when there is none like it."""
    held = case_store()
    return pairs.open_code(held.db, held.key, code, today)


def claimed(code: str, form: str, today: date) -> Claim:
    """Whether a form may tell with a code. Raises BusyError."""
    held = case_store()
    return pairs.claim_code(held.db, held.key, code, form, today)


def finish(code: str, form: str, *, receipt: str, places: Mapping[str, Place], k: int, today: date) -> None:
    """Keep the person's placements beside the practitioner's, or nothing where `places` is empty. Raises BusyError."""
    held = case_store()
    pairs.finish(held.db, held.key, code, form, receipt=receipt, places=places, k=k, today=today)


def take_out(receipt: str, signifiers: tuple[str, ...]) -> int:
    """Take a teller's answers out of the comparison; how many still waited. Raises BusyError."""
    held = case_store()
    return pairs.take_out(held.db, held.key, receipt, signifiers)
