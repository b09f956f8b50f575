"""An entry that was kept on a device, logged as if its form had been sent just now."""

from __future__ import annotations

from datetime import date

from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import Fields, first
from narratives.receipt import is_idempotency_key
from web.casework.account import framework_for
from web.casework.day import read_day
from web.casework.entry import read_entry
from web.casework.keeping import keep


def keep_entry(account_id: str, fields: Fields, told_on: date) -> bool:
    """Log an entry; False when it was logged before. Raises SubmissionError, NotFoundError and BusyError."""
    collection, framework = framework_for(first(fields, "collection"))
    key = first(fields, "key")
    if not collection.is_open_on(date.today()):
        raise SubmissionError([FieldError("save", f"“{collection.title}” is closed and takes nothing more")])
    entry = read_entry(collection, framework, _due_by_now(fields, told_on), told_on)
    if not is_idempotency_key(key):
        raise SubmissionError([FieldError("save", "It arrived without its key. Log it again")])
    return keep(account_id, collection, framework, entry, key, told_on)


def _due_by_now(fields: Fields, told_on: date) -> Fields:
    """The same with tasks that fell due while the entry waited due on its day: they cannot be mended any more."""
    due_on = read_day(first(fields, "case.due"))
    if due_on is None or due_on >= told_on:
        return fields
    return {**fields, "case.due": [told_on.isoformat()]}
