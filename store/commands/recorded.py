"""What commands change about accounts, in the audit of the organisation: a way round it would make it worth little."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import click
from flask import current_app

from store.audit import AuditKeyError, AuditUnwritableError, Entry, audit_of, stamp
from store.organisations import settings_of

AT_THE_MACHINE = "command line"


def record(action: str, subject: str = "", organisation: str = "") -> None:
    """Record what is about to be done at the machine itself. Raises ClickException: then do not do it.

    It stands in the audit of the organisation that the command was started for, or of the one named.
    """
    own = current_app.config["SETTINGS"]
    try:
        with closing(audit_of(settings_of(own, organisation or own.organisation))) as audit:
            audit.append(Entry(stamp(datetime.now(UTC)), "", AT_THE_MACHINE, action, subject))
    except (AuditKeyError, AuditUnwritableError) as error:
        raise click.ClickException(f"{error} Nothing was changed.") from error
