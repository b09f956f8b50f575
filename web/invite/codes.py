"""One-time codes as a form asks for them, and the two ways in which they are handed over once."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratives.errors import FieldError, SubmissionError
from narratives.receipt import is_idempotency_key
from web.invite.links import Links
from web.invite.qr import Qr, qr_of

MOST_CODES = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many codes are to be made. The same key makes the same codes: a page that is sent again makes no more."""

    count: int
    key: str
    as_csv: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One code to hand out."""

    code: str
    qr: Qr


def read_wanted(form: Mapping[str, str]) -> Wanted:
    """What a form asks for. Raises SubmissionError."""
    typed = form.get("count", "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4 and 1 <= int(typed) <= MOST_CODES):
        raise SubmissionError([FieldError("count", f"Enter how many codes you need, from 1 to {MOST_CODES}")])
    key = form.get("key", "")
    if not is_idempotency_key(key):
        raise SubmissionError([FieldError("count", "Press the button once more: this page was open for too long")])
    return Wanted(int(typed), key, form.get("as") == "csv")


def cards(links: Links, codes: Sequence[str]) -> tuple[Card, ...]:
    """The cards of codes, each with a picture of its link."""
    return tuple(Card(code, qr_of(links.invited(code), sturdy=False)) for code in codes)


def csv_of(links: Links, codes: Sequence[str]) -> str:
    """The codes as a table for a mail merge."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(["code", "link"])
    table.writerows((code, links.invited(code)) for code in codes)
    return written.getvalue()
