"""Where somebody who found a weakness says so: security.txt of RFC 9116, where the deployment names a contact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Response, abort

from web.about.views import bp
from web.access import EVERYONE, open_to
from web.stores import stores

__all__ = ["bp"]
GOOD_FOR = timedelta(days=180)  # RFC 9116 asks for less than a year, so that nobody writes to an address of long ago


@bp.get("/.well-known/security.txt")
@open_to(EVERYONE)
def security_txt() -> Response:
    """The contact, and until when it may be trusted; not there where none is set."""
    settings = stores().settings
    if not settings.security_contact:
        abort(404)
    until = (datetime.now(UTC) + GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.security_contact}",
        f"Expires: {until.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: en",
    ]
    if settings.public_url:
        lines.append(f"Canonical: {settings.public_url}/.well-known/security.txt")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
