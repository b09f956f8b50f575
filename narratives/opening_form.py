"""The form that says how questions are opened: what was typed, and the `opening` of a draft that it comes to.

`typed_of` writes an opening as it would be typed, so that what is stored is read by the same rules as what is sent.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from narratives.collection import Moderation, Policy, are_offered_together, read_signpost
from narratives.errors import FieldError
from narratives.narrative import Scope
from narratives.retention import DEFAULT_MONTHS, LEAST_MONTHS, MOST_MONTHS
from narratives.text import clean_text

MOST_TITLE, MOST_NAME, MOST_GROUPS, MOST_SIGNPOSTS, MOST_READERS, MOST_K = 120, 60, 60, 6, 300, 1000
TEXTS = ("title", "id", "policy", "moderation", "k", "opens_on", "closes_on", "alerts_a_year", "quota", "read_by",
         "stratum_choice", "months", "a_week")  # fmt: skip
LINES = ("groups", "signposts")
TICKS = ("sensitive", "audio", "invited")
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})?", re.ASCII)

Typed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a form comes to: an `opening`, and everything that is wrong with it in the order of the page."""

    opening: dict[str, Any]
    errors: tuple[FieldError, ...]


def fresh() -> dict[str, Any]:
    """The opening that a form starts from: the careful choices."""
    return {
        "policy": Policy.PROTECTED.value,
        "moderation": Moderation.BEFORE.value,
        "offers": [scope.value for scope in Scope],
        "alerts_a_year": 1,
        "months": DEFAULT_MONTHS,
        "sensitive": True,
    }


def typed_of(opening: Mapping[str, Any]) -> dict[str, Any]:
    """An opening as it would be typed: texts, `offers` as a list, and ticks as truth."""
    groups = opening.get("groups") or ()
    typed: dict[str, Any] = {name: _written(opening.get(name)) for name in TEXTS}
    typed["groups"] = "\n".join(
        f"{one['name']} < {one['parent']}" if one.get("parent") else str(one["name"]) for one in groups
    )
    typed["signposts"] = "\n".join(" | ".join(part for part in post if part) for post in opening.get("signposts") or ())
    typed["offers"] = [str(one) for one in opening.get("offers", tuple(Scope))]
    return typed | {name: bool(opening.get(name)) for name in TICKS}


def read_typed(fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The fields of a form that was sent, as `typed_of` has them; lines keep their ends."""
    typed: dict[str, Any] = {name: clean_text((fields.get(name) or ("",))[0]) for name in TEXTS}
    for name in LINES:
        lines = (fields.get(name) or ("",))[0].splitlines()
        typed[name] = "\n".join(found for line in lines if (found := clean_text(line)))
    typed["offers"] = [scope.value for scope in Scope if scope.value in (fields.get("offers") or ())]
    return typed | {name: (fields.get(name) or ("",))[0] == "yes" for name in TICKS}


def read_opening(typed: Typed, *, choices: Container[str], taken: Container[str], smallest: int, today: date) -> Plan:
    """What is typed, read against the questions' choices, the names that are taken and the smallest group."""
    reader = _Reader(typed, [])
    opening: dict[str, Any] = {
        "title": reader.title(),
        "id": reader.name(taken),
        "groups": reader.groups(),
        "policy": reader.one_of("policy", Policy, "Choose what staff may see"),
        "moderation": reader.one_of("moderation", Moderation, "Choose whether a moderator reads first"),
        "k": reader.whole("k", smallest, MOST_K, f"Give a number of people from {smallest} to {MOST_K}", smallest),
        "offers": reader.offers(),
        "stratum_choice": reader.choice(choices),
        "read_by": reader.short("read_by", MOST_READERS),
        "signposts": reader.signposts(),
        "opens_on": reader.day("opens_on"),
        "closes_on": reader.day("closes_on"),
        "quota": reader.whole("quota", 1, 100_000, "Give a number of stories a day from 1, or leave it empty"),
        "a_week": reader.whole("a_week", 1, 100_000, "Give how many stories a week you expect, from 1"),
        "alerts_a_year": reader.alerts(),
        "months": reader.whole(
            "months", LEAST_MONTHS, MOST_MONTHS, f"Give a number of months from {LEAST_MONTHS} to {MOST_MONTHS}",
            DEFAULT_MONTHS,
        ),
    }  # fmt: skip
    reader.dates(opening, today)
    opening |= {name: bool(typed.get(name)) for name in TICKS}
    return Plan({name: value for name, value in opening.items() if value not in ("", None)}, tuple(reader.errors))


@dataclass(slots=True)
class _Reader:
    """Reads what is typed, field by field; what is wrong is added to `errors`."""

    typed: Typed
    errors: list[FieldError]

    def say(self, field: str, message: str) -> None:
        self.errors.append(FieldError(field, message))

    def title(self) -> str:
        if not self.typed["title"]:
            self.say("title", "Give the collection a title: tellers read it on every page")
        return self.short("title", MOST_TITLE)

    def short(self, name: str, most: int) -> str:
        text = str(self.typed[name])
        if len(text) > most:
            self.say(name, f"Shorten it to {most} characters or fewer; it has {len(text)}")
        return text

    def name(self, taken: Container[str]) -> str:
        named = str(self.typed["id"])
        if named and not _ID.fullmatch(named):
            self.say("id", f"Write small letters, digits and hyphens only, at most 60; found “{named[:80]}”")
        elif named in taken:
            self.say("id", f"“{named}” is the address of another collection: give another, or leave it empty")
        return named

    def one_of(self, name: str, known: type[Policy | Moderation], missing: str) -> str:
        value = str(self.typed[name])
        if value not in {one.value for one in known}:
            self.say(name, missing)
        return value

    def whole(self, name: str, least: int, most: int, wrong: str, default: int | None = None) -> int | None:
        typed = str(self.typed[name])
        if not typed:
            return default
        if not _WHOLE.fullmatch(typed) or not least <= int(typed) <= most:
            self.say(name, f"{wrong}; found “{typed[:20]}”")
            return default
        return int(typed)

    def alerts(self) -> float:
        typed = str(self.typed["alerts_a_year"]) or "1"
        if not _NUMBER.fullmatch(typed) or not 0 < float(typed) <= 52:
            self.say("alerts_a_year", f"Give a number above 0 and at most 52; found “{typed[:20]}”")
            return 1.0
        return float(typed)

    def offers(self) -> list[str]:
        ticked = [scope for scope in Scope if scope.value in self.typed["offers"]]
        if not are_offered_together(ticked):
            self.say("offers", "Publishing needs quoting as well; quoting and messages need reading as well")
        return [scope.value for scope in ticked]

    def choice(self, choices: Container[str]) -> str:
        named = str(self.typed["stratum_choice"])
        if named and named not in choices:
            self.say("stratum_choice", "Choose one of the questions, or none: the one that was chosen is gone")
        return named

    def day(self, name: str) -> str:
        typed = str(self.typed[name])
        try:
            return date.fromisoformat(typed).isoformat() if typed else ""
        except ValueError:
            self.say(name, f"Give a day such as 2026-12-01, or leave it empty; found “{typed[:20]}”")
            return ""

    def dates(self, opening: Mapping[str, Any], today: date) -> None:
        last = opening["closes_on"]
        if last and last < today.isoformat():
            self.say("closes_on", "Give a last day that is still to come, or leave it empty")
        elif last and opening["opens_on"] and last < opening["opens_on"]:
            self.say("closes_on", "The last day is before the first: change one of the two")

    def groups(self) -> list[dict[str, str | None]]:
        found: dict[str, str | None] = {}
        for number, line in enumerate(self.typed["groups"].splitlines(), start=1):
            name, _, parent = (part.strip() for part in line.partition("<"))
            if not name or len(name) > MOST_NAME or len(parent) > MOST_NAME:
                self.say("groups", f"Line {number}: give a name of at most {MOST_NAME} characters")
            elif name in found:
                self.say("groups", f"Line {number}: “{name}” is there already; leave one of the two out")
            else:
                found[name] = parent or None
        if len(found) > MOST_GROUPS:
            self.say("groups", f"Give at most {MOST_GROUPS} groups; found {len(found)}")
        self._check_parents(found)
        return [{"name": name, "parent": parent} for name, parent in found.items()]

    def _check_parents(self, groups: Mapping[str, str | None]) -> None:
        for name, parent in groups.items():
            if parent is not None and parent not in groups:
                self.say("groups", f"“{name}” belongs to “{parent}”, which has no line: add a line “{parent}”")
                return
            above, seen = parent, {name}
            while above is not None and above not in seen:
                seen.add(above)
                above = groups.get(above)
            if above is not None:
                self.say("groups", f"“{name}” belongs to itself by way of “{parent}”: take one “<” out")
                return

    def signposts(self) -> list[list[str]]:
        found = []
        for number, line in enumerate(self.typed["signposts"].splitlines(), start=1):
            post = read_signpost(line)
            if post is None:
                self.say("signposts", f"Line {number}: write a name, then | and a number or address")
            else:
                found.append([post.name, post.contact, post.when])
        if len(found) > MOST_SIGNPOSTS:
            self.say("signposts", f"Give at most {MOST_SIGNPOSTS} places; found {len(found)}")
        return found


def _written(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
