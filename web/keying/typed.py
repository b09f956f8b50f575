"""The short way in which answers on paper are typed: the number of a tick, shares in per cent, or n."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narratives.answer_fields import DYAD_STEPS
from narratives.errors import FieldError
from narratives.form_fields import Fields, first
from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Freetext, Stones, Triad
from narratives.triangle import ZONES

_NOT_APPLICABLE = {"n", "na", "n/a"}
_NUMBERS = re.compile(r"[0-9]{1,3}(?:[ ,;/]+[0-9]{1,3}){0,19}", re.ASCII)
_MOST_TYPED = 100


def as_posted(framework: Framework, fields: Fields, errors: list[FieldError]) -> dict[str, Sequence[str]]:
    """The fields as a teller's own form would post them; what cannot be understood is added to `errors`."""
    posted = {name: values for name, values in fields.items() if not name.endswith(".typed")}
    for signifier in framework.signifiers:
        if isinstance(signifier, Stones):
            posted |= _read_stones(signifier, fields, errors)
        elif not isinstance(signifier, Freetext):
            posted |= _read(signifier, fields, errors)
    return posted


def _read(signifier: Triad | Dyad | Choice, fields: Fields, errors: list[FieldError]) -> dict[str, list[str]]:
    typed = _typed(fields, f"{signifier.id}.typed")
    if not typed:
        return {}
    if typed in _NOT_APPLICABLE:
        return {signifier.id: ["na"]}
    match signifier:
        case Triad():
            found, advice = _triad(signifier, typed), "Type a number from 1 to 7, three shares such as 20 70 10, or n"
        case Dyad():
            found, advice = _dyad(signifier, typed), "Type a mark from 1 to 7, a place such as 35%, or n"
        case Choice():
            found, advice = _choice(signifier, typed), f"Type numbers from 1 to {len(signifier.options)}, or n"
    if found is None:
        errors.append(FieldError(signifier.id, f"{advice}, for “{signifier.title}”"))
    return found or {}


def _typed(fields: Fields, name: str) -> str:
    return first(fields, name).lower()[:_MOST_TYPED]


def _numbers(typed: str) -> list[int]:
    return [int(part) for part in re.split(r"[ ,;/]+", typed)] if _NUMBERS.fullmatch(typed) else []


def _triad(triad: Triad, typed: str) -> dict[str, list[str]] | None:
    numbers = _numbers(typed.replace("%", " ").strip())
    if len(numbers) == 1 and 1 <= numbers[0] <= len(ZONES):
        return {triad.id: [ZONES[numbers[0] - 1]]}
    if len(numbers) == 2 and sum(numbers) <= 100:
        numbers.append(100 - sum(numbers))
    if len(numbers) != 3 or not 98 <= sum(numbers) <= 102:
        return None
    return {f"{triad.id}.shares": [",".join(_share(number) for number in numbers)]}


def _dyad(dyad: Dyad, typed: str) -> dict[str, list[str]] | None:
    numbers = _numbers(typed.removesuffix("%").strip())
    if len(numbers) != 1:
        return None
    if typed.endswith("%"):
        return {f"{dyad.id}.value": [_share(numbers[0])]} if numbers[0] <= 100 else None
    return {dyad.id: [str(numbers[0] - 1)]} if 1 <= numbers[0] <= DYAD_STEPS else None


def _choice(choice: Choice, typed: str) -> dict[str, list[str]] | None:
    numbers = _numbers(typed)
    if not numbers or not all(1 <= number <= len(choice.options) for number in numbers):
        return None
    return {choice.id: [choice.options[number - 1].id for number in dict.fromkeys(numbers)]}


def _read_stones(stones: Stones, fields: Fields, errors: list[FieldError]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for stone in stones.stones:
        typed = _typed(fields, f"{stones.id}.{stone.id}.typed")
        numbers = _numbers(typed)
        if typed and (len(numbers) != 2 or max(numbers) > 100):
            advice = f"Type how far right and how far up “{stone.label}” is, such as 35 80"
            errors.append(FieldError(stones.id, f"{advice}, for “{stones.title}”"))
        elif typed:
            found[f"{stones.id}.{stone.id}.x"] = [_share(numbers[0])]
            found[f"{stones.id}.{stone.id}.y"] = [_share(numbers[1])]
    return found


def _share(percent: int) -> str:
    return f"{percent / 100:.2f}"
