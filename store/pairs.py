"""Codes with which supervised people give their own account of a meeting, and what is kept of that in the case store.

Nothing here leads to a story, and no story leads here: a pair's answers stand one question at a time under marks that
are made from the teller's receipt, which neither store keeps. Nothing here says to practitioners whether somebody
answered: a code that was used is as long, as sealed and as active as one that was not.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from narratives.invitation import invitation_codes
from narratives.pair_places import Place
from store.case_key import CaseKey
from store.database import Database, Row
from store.pair_batches import Linked, Pile, add_linked, close_ready, take_linked

GOOD_FOR = timedelta(days=14)
_FORGOTTEN_AFTER = timedelta(days=120)
_BLOCK = 2_048


class Standing(StrEnum):
    """What a practitioner sees of a code: never whether it was used."""

    NONE = "none"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Claim(StrEnum):
    """What a form gets when it asks for a code."""

    TAKEN = "taken"  # by this form, now or before
    USED = "used"  # by another one before: what this one tells is a story, and compared with nothing
    GONE = "gone"  # withdrawn, replaced, expired or never made


@dataclass(frozen=True, slots=True)
class Meeting:
    """One interaction as far as a pair needs it; `places` is where the practitioner placed it."""

    interaction: str
    practitioner: str
    reference: str
    collection: str
    group: str
    contact: str
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Offer:
    """A code that was made for a meeting, as its practitioner sees it."""

    standing: Standing
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """Where a code leads: the collection and the team of the meeting, and whether it is still good."""

    collection: str
    group: str
    good: bool


@dataclass(frozen=True, slots=True)
class _Held:
    """What is sealed of a code. `form` is the mark of the form that claimed it; `told` when it was all kept."""

    meeting: Meeting
    until: date
    form: str = ""
    told: bool = False
    compared: bool = False
    withdrawn: bool = False


def make_code(db: Database, key: CaseKey, meeting: Meeting, today: date) -> str:
    """A new code for a meeting. The one before stops being good. Raises BusyError."""
    code = invitation_codes(secrets.token_hex(16), 1, secrets.token_bytes(32))[0]
    with db.write():
        withdraw_code(db, key, meeting.interaction)
        db.execute("delete from pair_codes where forgotten_in <= :month", month=f"{today:%Y-%m}")
        mark = _code_mark(key, code)
        db.execute(
            """
            insert into pair_codes (code_mark, meeting_mark, forgotten_in, sealed)
            values (:code_mark, :meeting_mark, :forgotten_in, :sealed)
            """,
            code_mark=mark,
            meeting_mark=_meeting_mark(key, meeting.interaction),
            forgotten_in=f"{today + GOOD_FOR + _FORGOTTEN_AFTER:%Y-%m}",
            sealed=_sealed(key, mark, _Held(meeting, today + GOOD_FOR)),
        )
    return code


def withdraw_code(db: Database, key: CaseKey, interaction: str) -> None:
    """Make every code of a meeting good for nothing; what was told with one stays. Raises BusyError."""
    with db.write():
        for row in _codes_of(db, key, interaction):
            held = _opened(key, row)
            if not held.withdrawn:
                _keep(db, key, row["code_mark"], replace(held, withdrawn=True))


def offer_of(db: Database, key: CaseKey, interaction: str, today: date) -> Offer:
    """The latest code of a meeting: whether it was used is not told."""
    codes = [_opened(key, row) for row in _codes_of(db, key, interaction)]
    if not codes:
        return Offer(Standing.NONE)
    if all(one.withdrawn for one in codes):
        return Offer(Standing.WITHDRAWN)
    until = max(one.until for one in codes)
    return Offer(Standing.ACTIVE if today <= until else Standing.EXPIRED, until)


def open_code(db: Database, key: CaseKey, code: str, today: date) -> Opened | None:
    """Where a code leads; None when there is none like it. A used one looks like one that was not."""
    row = _row(db, _code_mark(key, code))
    if row is None:
        return None
    held = _opened(key, row)
    return Opened(held.meeting.collection, held.meeting.group, _is_good(held, today))


def claim_code(db: Database, key: CaseKey, code: str, form: str, today: date) -> Claim:
    """Take a code for a form, named by its key: the same form takes it again after a failure. Raises BusyError."""
    mark, mine = _code_mark(key, code), key.mark("pair-form", form)
    with db.write():
        row = _row(db, mark)
        held = None if row is None else _opened(key, row)
        if row is None or held is None:
            return Claim.GONE
        if held.form == mine:
            return Claim.TAKEN
        if not _is_good(held, today):
            return Claim.GONE
        # Written for a used code too: how long it takes does not say which it was.
        _keep(db, key, mark, replace(held, form=held.form or mine))
    return Claim.USED if held.form else Claim.TAKEN


def finish(
    db: Database, key: CaseKey, code: str, form: str, *, receipt: str, places: Mapping[str, Place], k: int, today: date
) -> None:
    """After the story was kept: put its placements beside the practitioner's, or none where nobody consented.

    Once only for a code and once only for a meeting, however often it is called; then the code knows of the meeting
    no more than which it was. Raises BusyError.
    """
    mark = _code_mark(key, code)
    with db.write():
        row = _row(db, mark)
        held = None if row is None else _opened(key, row)
        if row is None or held is None:
            return
        if held.told or held.form != key.mark("pair-form", form):
            _keep(db, key, mark, held)  # as long as for a code that was not used
            return
        others = [_opened(key, one) for one in _codes_of(db, key, held.meeting.interaction)]
        both = {} if any(one.compared for one in others) else _both(held.meeting, places)
        for signifier, (person, officer) in both.items():
            pile = Pile(held.meeting.collection, signifier, held.meeting.group)
            linked = Linked(held.meeting.contact, person, officer, _who(key, pile, held.meeting.reference), "")
            linked = replace(linked, practitioner=_who(key, pile, held.meeting.practitioner))
            add_linked(db, key, pile, _answer_mark(key, receipt, signifier), linked)
            close_ready(db, key, pile, k, today)
        bare = replace(held.meeting, practitioner="", reference="", contact="", places={})
        _keep(db, key, mark, replace(held, meeting=bare, told=True, compared=bool(both) or held.compared))


def take_out(db: Database, key: CaseKey, receipt: str, signifiers: tuple[str, ...]) -> int:
    """Delete what still waits to be compared under a teller's receipt; how many answers that was. Raises BusyError."""
    return take_linked(db, [_answer_mark(key, receipt, signifier) for signifier in signifiers])


def _both(meeting: Meeting, places: Mapping[str, Place]) -> dict[str, tuple[Place, Place]]:
    return {one: (place, meeting.places[one]) for one, place in places.items() if one in meeting.places}


def _is_good(held: _Held, today: date) -> bool:
    return not held.withdrawn and today <= held.until


def _code_mark(key: CaseKey, code: str) -> str:
    return key.mark("pair-code", code)


def _meeting_mark(key: CaseKey, interaction: str) -> str:
    return key.mark("pair-meeting", interaction)


def _answer_mark(key: CaseKey, receipt: str, signifier: str) -> str:
    return key.mark(f"pair-answer:{signifier}", receipt)


def _who(key: CaseKey, pile: Pile, name: str) -> str:
    """Somebody within one pile: the same person is another mark in every other one."""
    return key.mark(f"pair-who:{pile.mark(key)}", name)


def _row(db: Database, mark: str) -> Row | None:
    return db.one("select code_mark, sealed from pair_codes where code_mark = :mark", mark=mark)


def _codes_of(db: Database, key: CaseKey, interaction: str) -> list[Row]:
    return db.rows(
        "select code_mark, sealed from pair_codes where meeting_mark = :mark", mark=_meeting_mark(key, interaction)
    )


def _keep(db: Database, key: CaseKey, mark: str, held: _Held) -> None:
    sealed = _sealed(key, mark, held)
    db.execute("update pair_codes set sealed = :sealed where code_mark = :mark", sealed=sealed, mark=mark)


def _sealed(key: CaseKey, mark: str, held: _Held) -> bytes:
    meeting = held.meeting
    stored: dict[str, Any] = {
        "meeting": [meeting.interaction, meeting.practitioner, meeting.reference, meeting.collection, meeting.group],
        "contact": meeting.contact,
        "places": {one: list(place) for one, place in meeting.places.items()},
        "until": held.until.isoformat(),
        "was": [held.form, held.told, held.compared, held.withdrawn],
    }
    text = json.dumps(stored, separators=(",", ":"))
    # Blanks up to a whole block: how much is sealed does not say whether the code was used.
    return key.seal(text.ljust(-(-len(text) // _BLOCK) * _BLOCK), f"pair_codes:{mark}")


def _opened(key: CaseKey, row: Row) -> _Held:
    stored = json.loads(key.open(row["sealed"], f"pair_codes:{row['code_mark']}"))
    form, told, compared, withdrawn = stored["was"]
    interaction, practitioner, reference, collection, group = stored["meeting"]
    places = {one: tuple(place) for one, place in stored["places"].items()}
    meeting = Meeting(interaction, practitioner, reference, collection, group, stored["contact"], places)
    return _Held(meeting, date.fromisoformat(stored["until"]), form, told, compared, withdrawn)
