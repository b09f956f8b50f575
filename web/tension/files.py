"""A finished tension return as a file: PDF to read, CSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import asdict

from flask import Response, abort
from flask.typing import ResponseReturnValue

from narratives.interchange.rejection import harmless
from store.tension_returns import TensionReturn
from web.access import open_to
from web.tension.blueprint import ACTORS, bp, opened
from web.tension.document import Sheet, rows_of, sheet_of
from web.tension.views import shown_quotations
from web.typeset import typeset

_KINDS = {"pdf": "application/pdf", "csv": "text/csv", "json": "application/json"}


@bp.get("/<return_id>/return.<ending>")
@open_to(*ACTORS)
def download(return_id: str, ending: str) -> ResponseReturnValue:
    """A finished return as a file; of a draft there is none."""
    found, subject = opened(return_id)
    if not found.is_finished or ending not in _KINDS:
        abort(404)
    sheet = sheet_of(found.frozen, shown_quotations(found, subject))
    writers: dict[str, Callable[[TensionReturn, Sheet], bytes | str]] = {"pdf": _pdf, "csv": _csv, "json": _json}
    response = Response(writers[ending](found, sheet), mimetype=_KINDS[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="tension-return-{found.hash[:8]}.{ending}"'
    return response


def _pdf(found: TensionReturn, sheet: Sheet) -> bytes:
    assert found.finished_at is not None
    data = asdict(sheet) | {"author": str(found.frozen["organisation"]), "language": "en", "hash": found.hash}
    return typeset("return", data, at=found.finished_at)


def _csv(found: TensionReturn, sheet: Sheet) -> str:
    held = io.StringIO()
    writer = csv.writer(held, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(("part", "what", "words"))
    for row in rows_of(sheet):
        writer.writerow([harmless(cell) for cell in row])
    writer.writerow(("about", "SHA-256", found.hash))
    return f"\ufeff{held.getvalue()}"


def _json(found: TensionReturn, sheet: Sheet) -> str:
    """The document as it was frozen, whose hash it carries, and the words of what is still quoted."""
    shown = [words for part in sheet.parts for words in part.quotations]
    return json.dumps({"return": found.frozen, "sha256": found.hash, "quotations": shown}, ensure_ascii=False, indent=1)
