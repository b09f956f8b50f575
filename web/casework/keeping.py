"""Keeping what was logged, each part in its own store."""

from __future__ import annotations

from datetime import date

from narratives.collection import Collection
from narratives.framework import Framework
from web.casework.account import tell_account
from web.casework.case_log import log_interaction
from web.casework.entry import Entry


def keep(
    practitioner: str, collection: Collection, framework: Framework, entry: Entry, key: str, told_on: date
) -> bool:
    """Keep the account and the case record; False when they were kept before. Raises BusyError and CaseKeyError.

    The account goes to the stories first, both by the form's key: whatever is cut off in between is made good when the
    same form comes again.
    """
    if entry.answers or entry.may_read:
        tell_account(collection, framework, entry, key, told_on)
    return log_interaction(practitioner, entry, key)
