"""How soon shifts would be noticed, in words and with a small picture of each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from narratives.shift import beyond_middle, size_words, spoken_days
from store.design_questions import DesignQuestion

_SHOWN = (0.2, 0.5, 0.7, 1.4)
_HEADLINE = 0.5
_SPREAD = math.sqrt(2) / 6  # of one share, where stories lie evenly over the triangle
_SIDE, _HEIGHT = 100, 86.6
_UNEVEN = 1.2533 / 2.563  # a median's standard error by the width of the middle 80 %, for a normal law
_FEW = 20
_SILENT_SECONDS = 20.0
_SILENT = "The analysis has not begun with this yet. If it stays so, ask whoever runs this service whether it is on."


@dataclass(frozen=True, slots=True)
class Row:
    """A size of shift: in words, where its mean moves in a triangle, and how soon it is noticed where."""

    name: str
    beyond: int
    moved: float
    in_group: str
    in_all: str


@dataclass(frozen=True, slots=True)
class PowerPage:
    """What is said about power: a headline with what it rests on, or how far the worker is, or a problem."""

    headline: str = ""
    rests_on: str = ""
    rows: tuple[Row, ...] = ()
    waits: bool = False
    done: int = 0
    out_of: int = 1
    says: str = ""
    problem: str = ""


def power_page(question: DesignQuestion | None, now: float) -> PowerPage:
    """What became of a question; `now` in seconds since 1970."""
    if question is None:
        return PowerPage()
    if question.problem:
        return PowerPage(problem=question.problem)
    shown = _answered(question.asked, question.answer) if question.answer is not None else PowerPage()
    waits = not question.is_done
    return PowerPage(
        headline=shown.headline,
        rests_on=shown.rests_on,
        rows=shown.rows,
        waits=waits,
        done=question.done,
        out_of=max(question.out_of, 1),
        says=says(question, now) if waits else "",
    )


def says(question: DesignQuestion, now: float) -> str:
    """How far a question is, in a sentence."""
    if question.answer is not None:
        return "A first answer is below. A longer look follows, within about a minute or two."
    if not question.done and now - question.asked_at > _SILENT_SECONDS:
        return _SILENT
    return "Working it out: a first answer comes soon, and a better one within about a minute or two."


def _answered(asked: Mapping[str, Any], answer: Mapping[str, Any]) -> PowerPage:
    whole = {one["size"]: one for one in answer["whole"]}
    group = {one["size"]: one for one in answer["group"]}
    rows = tuple(
        Row(size_words(size), beyond_middle(size), _moved(size), _soon(group.get(size)), _soon(whole[size]))
        for size in _SHOWN
    )
    return PowerPage(headline=_headline(asked, group or whole), rests_on=_rests_on(answer, group or whole), rows=rows)


def _headline(asked: Mapping[str, Any], delays: Mapping[float, Mapping[str, Any]]) -> str:
    groups = int(asked["groups"])
    told = f"With about {asked['a_week']:g} stories a week"
    where = f" in {groups} groups" if groups > 1 else ""
    whose = " in one of them" if groups > 1 else ""
    soonest = _told_size(delays)
    if soonest is None:
        return f"{told}{where} no shift{whose} can be counted on to be noticed within half a year."
    days = spoken_days(delays[soonest]["median"])
    missed = "" if soonest == _HEADLINE else " Smaller ones are more often missed."
    return f"{told}{where} you would notice {size_words(soonest)}{whose} in about {days}.{missed}"


def _rests_on(answer: Mapping[str, Any], delays: Mapping[float, Mapping[str, Any]]) -> str:
    runs, size = answer["runs"], _told_size(delays)
    few = "" if runs >= _FEW else " So few are a first idea: where two figures differ by a few tries, it may be chance."
    if size is None:
        return f"From {runs} tries with made-up stories: fewer than half of them noticed even a very large shift.{few}"
    one, told = delays[size], f"From {runs} tries with made-up stories: in half of them it was noticed by then."
    if one["high"] is None:
        return told + few
    out = round(1.96 * _UNEVEN * (one["high"] - one["low"]) / math.sqrt(runs))
    return f"{told} Another {runs} tries could say {spoken_days(max(out, 1))} more or less.{few}"


def _told_size(delays: Mapping[float, Mapping[str, Any]]) -> float | None:
    """The size that the headline is about: a clear shift, or the smallest above it that half of the tries noticed."""
    return next((size for size in (_HEADLINE, 0.7, 1.0, 1.4) if delays[size]["median"] is not None), None)


def _soon(one: Mapping[str, Any] | None) -> str:
    """When half of the tries noticed, with the middle eight of ten, and how many noticed nothing in half a year."""
    if one is None:
        return ""
    missed = f"missed in {round(one['missed'] * one['runs'])} of {one['runs']} tries" if one["missed"] else ""
    if one["median"] is None:
        return f"More often missed ({missed})"
    soon = f"About {spoken_days(one['median'])}"
    latest = "more than half a year" if one["high"] is None else spoken_days(one["high"])
    spread = "" if latest == spoken_days(one["low"]) else f"from {spoken_days(one['low'])} to {latest}"
    more = ", ".join(part for part in (spread, missed) if part)
    return f"{soon} ({more})" if more else soon


def _moved(size: float) -> float:
    """How high the mean lies in a triangle 86.6 high, once it moved up from the middle by a size."""
    share = min(1 / 3 + size * _SPREAD, 1.0)
    return round(_HEIGHT * (1 - share), 1)
