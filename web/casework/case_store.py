"""The case store of the organisation that a request is about: the one module that opens it for the pages.

It knows nothing of the story store, and the modules that read stories know nothing of it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from flask import current_app

from store.case_key import CaseKey, read_case_key
from store.cases import open_cases
from store.database import Database
from web.organisation import here

_OPENING = threading.Lock()
_KEPT = "case_stores"


@dataclass(frozen=True, slots=True)
class CaseStore:
    """An organisation's case store with the key that its rows are sealed with."""

    db: Database
    key: CaseKey


def case_store() -> CaseStore:
    """The case store of this request's organisation, opened when it is first asked for. Raises CaseKeyError."""
    settings = here()
    with _OPENING:
        held: dict[str, CaseStore] = current_app.extensions.setdefault(_KEPT, {})
        if settings.organisation not in held:
            key = read_case_key(settings.cases_key_path)
            held[settings.organisation] = CaseStore(open_cases(settings.cases_path, key), key)
        return held[settings.organisation]
