"""A form's fields, read against a framework: every problem at once, in page order, or a narrative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from narratives.answers import (
    Answer,
    ChoiceAnswer,
    DyadAnswer,
    FreetextAnswer,
    NotApplicable,
    StonesAnswer,
    TriadAnswer,
)
from narratives.collection import WHOLE, Collection
from narratives.errors import FieldError, SubmissionError
from narratives.framework import Framework
from narratives.narrative import Kind, Narrative, Scope
from narratives.numbers import read_share
from narratives.signifiers import Choice, Dyad, Freetext, Signifier, Stones, Triad
from narratives.text import MAX_FREETEXT_CHARACTERS, MAX_STORY_CHARACTERS, MAX_TITLE_CHARACTERS, clean_text
from narratives.triangle import ZONES, zone_centroid

DYAD_STEPS = 7
_PLACED = {"tap", "drag", "keys", "numbers"}
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the page knows about a submission that the teller does not type."""

    told_on: date
    kind: Kind = Kind.RESPONDENT
    mode: str = "web"


def read_submission(collection: Collection, framework: Framework, fields: Fields, occasion: Occasion) -> Narrative:
    """The narrative that a form's fields hold; `fields` maps each name to all its values.

    Raises SubmissionError with every problem in the order of the page.
    """
    errors: list[FieldError] = []
    text = _read_text(fields, "story", MAX_STORY_CHARACTERS, errors, missing="Tell us what happened", noun="Your story")
    title = _read_text(fields, "title", MAX_TITLE_CHARACTERS, errors, noun="The title")
    group = _read_group(collection, fields, errors)
    answers = read_answers(framework, fields, errors, practitioner=occasion.kind is Kind.PRACTITIONER)
    consent = _read_consent(fields, errors)
    if errors:
        raise SubmissionError(errors)
    stratum = _stratum(collection, answers)
    return Narrative(
        collection=collection.id,
        told_on=occasion.told_on,
        text=text,
        title=title,
        answers=answers,
        kind=occasion.kind,
        group=group,
        area=group,
        stratum=stratum,
        mode=occasion.mode,
        language=framework.language,
        consent=consent,
    )


def read_answers(
    framework: Framework, fields: Fields, errors: list[FieldError], *, practitioner: bool = False
) -> tuple[Answer, ...]:
    """The answers to a framework's signifiers; problems are added to `errors`."""
    answers: list[Answer] = []
    for signifier in framework.signifiers:
        before = len(errors)
        answer = _read_answer(signifier, fields, errors, "practitioner" if practitioner else "list")
        if answer is not None:
            answers.append(answer)
        elif signifier.required and len(errors) == before:
            errors.append(FieldError(signifier.id, _ask_again(signifier)))
    return tuple(answers)


def _ask_again(signifier: Signifier) -> str:
    match signifier:
        case Triad():
            return f"Choose a place in the triangle for “{signifier.title}”, or say that it does not apply"
        case Dyad():
            return f"Choose a place on the line for “{signifier.title}”, or say that it does not apply"
        case Stones():
            return f"Place at least one of the stones for “{signifier.title}”"
        case Freetext():
            return f"Answer “{signifier.title}”"
        case Choice():
            return f"Choose an answer for “{signifier.title}”"


def _first(fields: Fields, name: str) -> str:
    values = fields.get(name) or ("",)
    return values[0].strip()


def _read_text(
    fields: Fields, name: str, most: int, errors: list[FieldError], *, noun: str, missing: str | None = None
) -> str:
    text = clean_text(_first(fields, name))
    if not text and missing:
        errors.append(FieldError(name, missing))
    elif len(text) > most:
        errors.append(FieldError(name, f"{noun} must be {most:,} characters or fewer; it has {len(text):,}"))
    return text


def _read_group(collection: Collection, fields: Fields, errors: list[FieldError]) -> str:
    if not collection.groups:
        return WHOLE
    chosen = clean_text(_first(fields, "group"))
    if chosen not in {group.name for group in collection.groups}:
        errors.append(FieldError("group", "Choose where this happened"))
        return WHOLE
    return chosen


def _read_consent(fields: Fields, errors: list[FieldError]) -> frozenset[Scope]:
    chosen = _first(fields, "consent")
    if chosen == "read":
        return frozenset({Scope.READ})
    if chosen != "count":
        errors.append(FieldError("consent", "Choose who may read your story"))
    return frozenset()


def _stratum(collection: Collection, answers: tuple[Answer, ...]) -> str:
    for answer in answers:
        if answer.signifier == collection.stratum_choice and isinstance(answer, ChoiceAnswer):
            return answer.options[0]
    return ""


def _read_answer(signifier: Signifier, fields: Fields, errors: list[FieldError], by_list: str) -> Answer | None:
    if _first(fields, signifier.id) == "na":
        return NotApplicable(signifier.id)
    match signifier:
        case Triad():
            return _read_triad(signifier, fields, errors, by_list)
        case Dyad():
            return _read_dyad(signifier, fields, errors, by_list)
        case Choice():
            return _read_choice(signifier, fields, errors, by_list)
        case Stones():
            return _read_stones(signifier, fields, errors, by_list)
        case Freetext():
            noun = f"Your answer to “{signifier.title}”"
            text = _read_text(fields, signifier.id, MAX_FREETEXT_CHARACTERS, errors, noun=noun)
            return FreetextAnswer(signifier.id, text) if text else None


def _method(fields: Fields, signifier_id: str, by_list: str) -> str:
    claimed = _first(fields, f"{signifier_id}.method")
    if by_list == "practitioner":
        return by_list
    return claimed if claimed in _PLACED else "numbers"


def _read_triad(signifier: Triad, fields: Fields, errors: list[FieldError], by_list: str) -> TriadAnswer | None:
    exact = _first(fields, f"{signifier.id}.shares")
    if exact:
        shares = _read_shares(exact)
        if shares is None:
            errors.append(FieldError(signifier.id, f"Place the marker for “{signifier.title}” inside the triangle"))
            return None
        return TriadAnswer(signifier.id, shares, _method(fields, signifier.id, by_list))
    zone = _first(fields, signifier.id)
    if not zone:
        return None
    if zone not in ZONES:
        errors.append(FieldError(signifier.id, f"Choose one of the answers listed for “{signifier.title}”"))
        return None
    return TriadAnswer(signifier.id, zone_centroid(zone), by_list)


def _read_shares(exact: str) -> tuple[float, float, float] | None:
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


def _read_dyad(signifier: Dyad, fields: Fields, errors: list[FieldError], by_list: str) -> DyadAnswer | None:
    exact = _first(fields, f"{signifier.id}.value")
    if exact:
        value = read_share(exact)
        if value is None:
            errors.append(FieldError(signifier.id, f"Place the marker for “{signifier.title}” on the line"))
            return None
        return DyadAnswer(signifier.id, round(value, 2), _method(fields, signifier.id, by_list))
    step = _first(fields, signifier.id)
    if not step:
        return None
    if step not in {str(number) for number in range(DYAD_STEPS)}:
        errors.append(FieldError(signifier.id, f"Choose one of the answers listed for “{signifier.title}”"))
        return None
    return DyadAnswer(signifier.id, (int(step) + 0.5) / DYAD_STEPS, by_list)


def _read_choice(signifier: Choice, fields: Fields, errors: list[FieldError], by_list: str) -> Answer | None:
    chosen = {value.strip() for value in fields.get(signifier.id, ()) if value.strip()}
    if not chosen:
        return None
    known = tuple(option.id for option in signifier.options if option.id in chosen)
    if "na" in chosen and len(chosen) > 1:
        problem = f"Choose answers for “{signifier.title}” or say that it does not apply, not both"
        errors.append(FieldError(signifier.id, problem))
        return None
    if len(known) != len(chosen):
        errors.append(FieldError(signifier.id, f"Choose one of the answers listed for “{signifier.title}”"))
        return None
    if len(known) > signifier.max_responses:
        many = "one answer" if signifier.max_responses == 1 else f"up to {signifier.max_responses} answers"
        errors.append(FieldError(signifier.id, f"Choose {many} for “{signifier.title}”"))
        return None
    return ChoiceAnswer(signifier.id, known, by_list)


def _read_stones(signifier: Stones, fields: Fields, errors: list[FieldError], by_list: str) -> StonesAnswer | None:
    places = []
    for stone in signifier.stones:
        across = _first(fields, f"{signifier.id}.{stone.id}.x")
        up = _first(fields, f"{signifier.id}.{stone.id}.y")
        if not across and not up:
            continue
        x, y = read_share(across), read_share(up)
        if x is None or y is None:
            errors.append(FieldError(signifier.id, f"Choose both directions for “{stone.label}”"))
            continue
        places.append((stone.id, round(x, 2), round(y, 2)))
    return StonesAnswer(signifier.id, tuple(places), by_list) if places else None
