"""The answers in a form's fields, read signifier by signifier; what is wrong is said at the field.

List values and shares are posted by displayed place. Where the anchors were shown in an order of the teller's own,
`<signifier>.order` names them in that order, and the answer is turned back into the framework's.
"""

from __future__ import annotations

from narratives.answers import (
    Answer,
    ChoiceAnswer,
    DyadAnswer,
    FreetextAnswer,
    NeverShown,
    NotApplicable,
    StonesAnswer,
    TriadAnswer,
    coarse_seconds,
)
from narratives.errors import FieldError
from narratives.form_fields import Fields, chosen, first, read_text, whole_number
from narratives.framework import Framework
from narratives.numbers import read_share
from narratives.signifiers import OTHER, Choice, Dyad, Freetext, Signifier, Stones, Triad
from narratives.text import MAX_FREETEXT_CHARACTERS, clean_text
from narratives.translation import gettext as _
from narratives.translation import ngettext, noop
from narratives.triangle import ZONES, Shares, zone_centroid

DYAD_STEPS = 7
MAX_OTHER_CHARACTERS = 200
_PLACED = {"tap", "drag", "keys", "numbers"}


def asked_of(framework: Framework, fields: Fields) -> tuple[Signifier, ...]:
    """The signifiers that somebody with these answers is asked: closed branches are left out."""
    return framework.asked({choice.id: chosen(fields, choice.id) for choice in framework.choices})


def read_answers(
    framework: Framework, fields: Fields, errors: list[FieldError], *, by_list: str = "list"
) -> tuple[Answer, ...]:
    """The answers to a framework's signifiers; problems are added to `errors`.

    `by_list` is the method of what was not placed on a picture: list, paper or practitioner. The latter two hold
    for every answer, however the page took it.
    """
    answers: list[Answer] = []
    asked = {signifier.id for signifier in asked_of(framework, fields)}
    for signifier in framework.signifiers:
        if signifier.id not in asked:
            answers.append(NeverShown(signifier.id))
            continue
        before = len(errors)
        answer = read_answer(signifier, fields, errors, by_list)
        if answer is not None:
            answers.append(answer)
        elif signifier.required and len(errors) == before:
            errors.append(FieldError(signifier.id, _ask_again(signifier)))
    return tuple(answers)


def read_answer(signifier: Signifier, fields: Fields, errors: list[FieldError], by_list: str = "list") -> Answer | None:
    """The answer to one signifier; None when there is none, or one that is wrong and was added to `errors`."""
    order = read_order(signifier, fields)
    spent = whole_number(fields, f"{signifier.id}.seconds")
    seconds = None if spent is None else coarse_seconds(spent)
    if _is_waved_aside(signifier, fields):
        if _is_answered_too(signifier, fields):
            errors.append(_both(signifier))
            return None
        return NotApplicable(signifier.id, seconds, order)
    match signifier:
        case Triad():
            return _read_triad(signifier, fields, errors, by_list, seconds, order)
        case Dyad():
            return _read_dyad(signifier, fields, errors, by_list, seconds, order)
        case Choice():
            return _read_choice(signifier, fields, errors, by_list, seconds, order)
        case Stones():
            return _read_stones(signifier, fields, errors, by_list, seconds)
        case Freetext():
            return _read_freetext(signifier, fields, errors, seconds)


def _is_waved_aside(signifier: Signifier, fields: Fields) -> bool:
    """Whether "does not apply" was said; the words of a free text are never taken for it."""
    if isinstance(signifier, Freetext):
        return first(fields, f"{signifier.id}.na") == "yes"
    return first(fields, signifier.id) == "na"


def _is_answered_too(signifier: Signifier, fields: Fields) -> bool:
    match signifier:
        case Freetext():
            return bool(first(fields, signifier.id))
        case Stones():
            places = [f"{signifier.id}.{stone.id}.{axis}" for stone in signifier.stones for axis in ("x", "y")]
            return any(first(fields, name) for name in places)
        case _:
            return bool(chosen(fields, signifier.id) - {"na"})


def _both(signifier: Signifier) -> FieldError:
    problem = _("Give an answer to “%(title)s” or say that it does not apply, not both", title=signifier.title)
    return FieldError(signifier.id, problem)


def _read_freetext(
    signifier: Freetext, fields: Fields, errors: list[FieldError], seconds: int | None
) -> FreetextAnswer | None:
    too_long = noop("Shorten your answer to “%(title)s” to %(most)s characters or fewer; it has %(length)s")
    text = read_text(fields, signifier.id, MAX_FREETEXT_CHARACTERS, errors, too_long=too_long, title=signifier.title)
    return FreetextAnswer(signifier.id, text, seconds) if text else None


def read_order(signifier: Signifier, fields: Fields) -> tuple[int, ...]:
    """The order in which anchors or options were shown, as their places in the framework; empty when its own."""
    if not isinstance(signifier, Triad | Dyad | Choice) or not signifier.random_order:
        return ()
    parts = signifier.options if isinstance(signifier, Choice) else signifier.anchors
    ids = [part.id for part in parts]
    shown = first(fields, f"{signifier.id}.order").split(",")
    if sorted(shown) != sorted(ids):
        return ()
    return tuple(ids.index(part) for part in shown)


def _ask_again(signifier: Signifier) -> str:
    title = signifier.title
    match signifier:
        case Triad():
            return _("Choose a place in the triangle for “%(title)s”, or say that it does not apply", title=title)
        case Dyad():
            return _("Choose a place on the line for “%(title)s”, or say that it does not apply", title=title)
        case Stones():
            return _("Place at least one of the stones for “%(title)s”, or say that it does not apply", title=title)
        case Freetext():
            return _("Answer “%(title)s”, or say that it does not apply", title=title)
        case Choice():
            return _("Choose an answer for “%(title)s”", title=title)


def _not_listed(signifier: Signifier) -> FieldError:
    return FieldError(signifier.id, _("Choose one of the answers listed for “%(title)s”", title=signifier.title))


def _method(fields: Fields, signifier_id: str, by_list: str) -> str:
    claimed = first(fields, f"{signifier_id}.method")
    if by_list != "list":
        return by_list
    return claimed if claimed in _PLACED else "numbers"


def _read_triad(
    signifier: Triad,
    fields: Fields,
    errors: list[FieldError],
    by_list: str,
    seconds: int | None,
    order: tuple[int, ...],
) -> TriadAnswer | None:
    exact = first(fields, f"{signifier.id}.shares")
    zone = first(fields, signifier.id)
    if exact:
        shares = _read_shares(exact)
        if shares is None:
            problem = _("Place the marker for “%(title)s” inside the triangle", title=signifier.title)
            errors.append(FieldError(signifier.id, problem))
            return None
        method = _method(fields, signifier.id, by_list)
    elif zone in ZONES:
        shares, method = zone_centroid(zone), by_list
    else:
        if zone:
            errors.append(_not_listed(signifier))
        return None
    return TriadAnswer(signifier.id, _in_framework_order(shares, order), method, seconds, order)


def _in_framework_order(shown: Shares, order: tuple[int, ...]) -> Shares:
    if not order:
        return shown
    top, left, right = (shown[order.index(place)] for place in range(3))
    return top, left, right


def _read_shares(exact: str) -> Shares | None:
    """Shares to two decimals, summing to 1: a finer position would be a fingerprint."""
    read = [read_share(part) for part in exact.split(",", 4)]
    numbers = [number for number in read if number is not None]
    if len(read) != 3 or len(numbers) != 3 or not 0.98 <= sum(numbers) <= 1.02:
        return None
    total = sum(numbers)
    top, left = round(numbers[0] / total, 2), round(numbers[1] / total, 2)
    right = round(1 - top - left, 2)
    if right < 0:
        left, right = round(1 - top, 2), 0.0
    return top, left, right


def _read_dyad(
    signifier: Dyad, fields: Fields, errors: list[FieldError], by_list: str, seconds: int | None, order: tuple[int, ...]
) -> DyadAnswer | None:
    exact = first(fields, f"{signifier.id}.value")
    step = first(fields, signifier.id)
    if exact:
        value = read_share(exact)
        if value is None:
            problem = _("Place the marker for “%(title)s” on the line", title=signifier.title)
            errors.append(FieldError(signifier.id, problem))
            return None
        value, method = round(value, 2), _method(fields, signifier.id, by_list)
    elif step in {str(number) for number in range(DYAD_STEPS)}:
        value, method = (int(step) + 0.5) / DYAD_STEPS, by_list
    else:
        if step:
            errors.append(_not_listed(signifier))
        return None
    turned = round(1 - value, 6) if order == (1, 0) else value
    return DyadAnswer(signifier.id, turned, method, seconds, order)


def _read_choice(
    signifier: Choice,
    fields: Fields,
    errors: list[FieldError],
    by_list: str,
    seconds: int | None,
    order: tuple[int, ...],
) -> Answer | None:
    ticked = chosen(fields, signifier.id)
    if not ticked:
        return None
    if "na" in ticked:  # not the first value of the field, so something else was ticked too
        errors.append(_both(signifier))
        return None
    known = tuple(option.id for option in signifier.options if option.id in ticked)
    if len(known) != len(ticked):
        errors.append(_not_listed(signifier))
        return None
    problem = _how_many(signifier, len(known))
    if problem:
        errors.append(FieldError(signifier.id, problem))
        return None
    other = clean_text(first(fields, f"{signifier.id}.other")) if OTHER in known else ""
    if len(other) > MAX_OTHER_CHARACTERS:
        problem = _("Shorten your own words for “%(title)s” to 200 characters or fewer", title=signifier.title)
        errors.append(FieldError(signifier.id, problem))
        return None
    return ChoiceAnswer(signifier.id, known, by_list, other, seconds, order)


def _how_many(signifier: Choice, count: int) -> str:
    """What is wrong with the number of options chosen; empty when nothing is."""
    if count > signifier.max_responses:
        return ngettext(
            "Choose one answer for “%(title)s”",
            "Choose up to %(num)s answers for “%(title)s”",
            signifier.max_responses,
            title=signifier.title,
        )
    if count < signifier.min_responses:
        return ngettext(
            "Choose at least one answer for “%(title)s”",
            "Choose at least %(num)s answers for “%(title)s”",
            signifier.min_responses,
            title=signifier.title,
        )
    return ""


def _read_stones(
    signifier: Stones, fields: Fields, errors: list[FieldError], by_list: str, seconds: int | None
) -> StonesAnswer | None:
    places = []
    for stone in signifier.stones:
        across = first(fields, f"{signifier.id}.{stone.id}.x")
        up = first(fields, f"{signifier.id}.{stone.id}.y")
        if not across and not up:
            continue
        x, y = read_share(across), read_share(up)
        if x is None or y is None:
            problem = _("Choose both directions for “%(stone)s”", stone=stone.label)
            errors.append(FieldError(signifier.id, problem))
            continue
        places.append((stone.id, round(x, 2), round(y, 2)))
    if not places:
        return None
    claimed = first(fields, f"{signifier.id}.method")
    method = claimed if by_list == "list" and claimed in _PLACED else by_list
    return StonesAnswer(signifier.id, tuple(places), method, seconds)
