"""The form that declares an objective: what was typed, what is wrong with it, and how a draft keeps it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from narratives.errors import FieldError
from narratives.framework import Framework
from narratives.objective import Direction, Objective
from narratives.public_items import item_labels, public_signifiers
from narratives.text import clean_text

FIELDS = ("title", "why", "measure", "direction", "baseline", "baseline_from", "target", "due")
MOST_OBJECTIVES = 10  # each has its chance of misleading, and nobody follows more
MOST_TITLE, MOST_WHY, MOST_FROM = 120, 400, 120
_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9])?) ?%?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ObjectiveForm:
    """What was typed, field by field, and everything that is wrong with it in the order of the page."""

    typed: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    errors: tuple[FieldError, ...] = ()

    def error_for(self, name: str) -> str:
        """The message beside a field; empty when it is fine."""
        return next((error.message for error in self.errors if error.field == name), "")


def measures(framework: Framework) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What an objective can measure: each question with its items, by what a form calls them."""
    return tuple(
        (one.title, tuple((f"{one.id}:{item}", label) for item, label in item_labels(one).items()))
        for one in public_signifiers(framework)
    )


def read_form(fields: Mapping[str, str], framework: Framework, *, today: date) -> ObjectiveForm:
    """A form as it was sent."""
    typed = {name: " ".join(clean_text(fields.get(name, "")).split()) for name in FIELDS}
    return ObjectiveForm(typed, tuple(_errors(typed, framework, today)))


def objective_of(form: ObjectiveForm, *, id: str, collection: str, made_by: str) -> Objective:
    """The objective that a form without errors declares."""
    typed = form.typed
    signifier, _, item = typed["measure"].partition(":")
    target = _share(typed["target"])
    if target is None:
        raise ValueError(f"objective {id}: the form has errors")
    return Objective(
        id=id,
        collection=collection,
        title=typed["title"],
        why=typed["why"],
        signifier=signifier,
        item=item,
        direction=Direction(typed["direction"]),
        baseline=_share(typed["baseline"]) if typed["baseline"] else None,
        baseline_from=typed["baseline_from"] if typed["baseline"] else "",
        target=target,
        due=date.fromisoformat(typed["due"]),
        made_by=made_by,
    )


def objectives_of_draft(
    opening: Mapping[str, Any], framework: Framework, *, collection: str, made_by: str, today: date
) -> tuple[tuple[Objective, ...], tuple[FieldError, ...]]:
    """The objectives that a draft declares, and what keeps some from it: the questions may have changed since."""
    found, wrong = [], []
    for kept in opening.get("objectives") or ():
        form = read_form({name: str(kept.get(name, "")) for name in FIELDS}, framework, today=today)
        if form.errors:
            wrong.append(FieldError("objectives", f"Objective “{form.typed['title']}”: {form.errors[0].message}"))
        else:
            found.append(objective_of(form, id=str(kept["id"]), collection=collection, made_by=made_by))
    return tuple(found), tuple(wrong)


def _errors(typed: Mapping[str, str], framework: Framework, today: date) -> list[FieldError]:
    found = [
        _text(typed, "title", MOST_TITLE, "Say in a few words what should be different"),
        _text(typed, "why", MOST_WHY, "Say why this matters, so that everybody can judge it"),
    ]
    if typed["measure"] not in {value for _title, items in measures(framework) for value, _label in items}:
        found.append(FieldError("measure", "Choose which answers are counted"))
    if typed["direction"] not in set(Direction):
        found.append(FieldError("direction", "Choose whether there should be more or fewer of these answers"))
    found += [_percent(typed, "baseline"), _where_from(typed), _percent(typed, "target"), _sides(typed)]
    found.append(_day(typed["due"], today))
    return [one for one in found if one is not None]


def _text(typed: Mapping[str, str], name: str, most: int, missing: str) -> FieldError | None:
    if not typed[name]:
        return FieldError(name, missing)
    if len(typed[name]) > most:
        return FieldError(name, f"Shorten it to {most} characters or fewer; it has {len(typed[name])}")
    return None


def _percent(typed: Mapping[str, str], name: str) -> FieldError | None:
    value = typed[name]
    if not value and name == "baseline":
        return None
    if _share(value) is None:
        return FieldError(name, f"Give a share from 0 to 100, such as 35; found “{value[:20]}”")
    return None


def _where_from(typed: Mapping[str, str]) -> FieldError | None:
    if not typed["baseline"]:
        return None
    return _text(typed, "baseline_from", MOST_FROM, "Say where the baseline is from, such as a survey and its year")


def _sides(typed: Mapping[str, str]) -> FieldError | None:
    baseline, target = _share(typed["baseline"]), _share(typed["target"])
    if baseline is None or target is None or typed["direction"] not in set(Direction):
        return None
    grows = typed["direction"] == Direction.MORE
    if target > baseline if grows else target < baseline:
        return None
    side = "above" if grows else "below"
    return FieldError(
        "target", f"Give a target {side} the baseline of {typed['baseline']}, or turn the direction round"
    )


def _day(typed: str, today: date) -> FieldError | None:
    try:
        due = date.fromisoformat(typed)
    except ValueError:
        return FieldError("due", f"Give a day such as {today.year + 1}-12-31; found “{typed[:20]}”")
    return FieldError("due", "Give a day that is still to come") if due <= today else None


def _share(typed: str) -> float | None:
    """A share that was typed in hundredths, in [0, 1]; None where it is none."""
    found = _PERCENT.fullmatch(typed)
    share = float(found[1].replace(",", ".")) / 100 if found else -1.0
    return round(share, 4) if 0 <= share <= 1 else None
