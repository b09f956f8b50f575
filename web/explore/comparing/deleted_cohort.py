"""A deleted selection as the page after it holds it, signed, so that it can be put back as it was."""

from __future__ import annotations

from datetime import date

from itsdangerous import BadData, URLSafeSerializer

from store.cohorts import Cohort


def written(cohort: Cohort, secret: bytes) -> str:
    """A selection as a form carries it."""
    facts = [cohort.id, cohort.collection, cohort.name, cohort.query, cohort.account, cohort.made_on.isoformat()]
    carried = _serializer(secret).dumps(facts)
    return carried if isinstance(carried, str) else carried.decode()


def read(carried: str, secret: bytes) -> Cohort | None:
    """The selection that a form carries; None when it was not written here."""
    try:
        cohort_id, collection, name, query, account, made_on = _serializer(secret).loads(carried)
    except (BadData, UnicodeError):
        return None
    return Cohort(cohort_id, collection, name, query, account, date.fromisoformat(made_on))


def _serializer(secret: bytes) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="deleted selection")
