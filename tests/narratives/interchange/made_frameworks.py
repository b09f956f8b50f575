"""Frameworks of every shape that a file allows, and answers to them, for properties that hold of all."""

from typing import Any

from hypothesis import strategies as some

from narratives.framework import Framework
from narratives.framework_file import read_framework
from narratives.signifier_file import RESERVED
from narratives.signifiers import Choice, Dyad, Freetext, Stones, Triad
from narratives.text import clean_text

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Kept apart from the parts of other names by what they end with, as people do keep them apart.
ids = (
    some.text(_LETTERS + "0123456789_-", min_size=1, max_size=12)
    .map(lambda text: f"q{text}")
    .filter(lambda text: text not in RESERVED and not text.endswith("-written-in"))
)
words = (
    some.text(some.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=20)
    .map(clean_text)  # what a text is here is NFC
    .filter(bool)
)
labels = words.map(lambda text: f"to {text.replace('|', '/')} it")


def labelled(least: int, most: int) -> some.SearchStrategy[list[dict[str, str]]]:
    pairs = some.fixed_dictionaries({"id": ids, "label": labels})
    return some.lists(pairs, min_size=least, max_size=most, unique_by=(lambda one: one["id"], lambda one: one["label"]))


def _kinds() -> some.SearchStrategy[dict[str, Any]]:
    return some.one_of(
        some.fixed_dictionaries({"type": some.just("triad"), "anchors": labelled(3, 3)}),
        some.fixed_dictionaries({"type": some.just("dyad"), "anchors": labelled(2, 2)}),
        some.fixed_dictionaries(
            {
                "type": some.just("choice"),
                "options": labelled(2, 5),
                "max_responses": some.integers(1, 2),
                "asks_about": some.sampled_from(["story", "respondent"]),
            }
        ),
        some.just({"type": "freetext"}),
        some.fixed_dictionaries(
            {
                "type": some.just("stones"),
                "x_anchors": some.just([{"id": "x-left", "label": "left"}, {"id": "x-right", "label": "right"}]),
                "y_anchors": some.just([{"id": "y-low", "label": "low"}, {"id": "y-high", "label": "high"}]),
                "stones": labelled(1, 3),
            }
        ),
    )


@some.composite
def frameworks(draw: some.DrawFn) -> Framework:
    """A framework of up to six signifiers."""
    names = draw(some.lists(ids, min_size=1, max_size=6, unique=True))
    signifiers = [{**draw(_kinds()), "id": name, "title": draw(labels)} for name in names]
    title = draw(labels)
    shell = {"id": "made", "version": 1, "title": title, "prompting_question": draw(labels), "signifiers": signifiers}
    return read_framework(shell)


share = some.floats(0, 1)


@some.composite
def answers(draw: some.DrawFn, framework: Framework) -> dict[str, dict[str, Any]]:
    """Answers as they are stored, to some of the signifiers."""
    said: dict[str, dict[str, Any]] = {}
    for one in framework.signifiers:
        how = draw(some.sampled_from(["answered", "na", "not answered"]))
        if how == "na" and not isinstance(one, Freetext | Choice):
            said[one.id] = {"na": True}
        elif how == "answered":
            said[one.id] = draw(_answer(one))
    return said


def _answer(one: Any) -> some.SearchStrategy[dict[str, Any]]:
    match one:
        case Triad():
            return some.tuples(share, share).map(lambda two: {"shares": _shares(*two)})
        case Dyad():
            return share.map(lambda value: {"value": value})
        case Choice():
            names = [option.id for option in one.options]
            return some.sets(some.sampled_from(names), min_size=1, max_size=one.max_responses).map(
                lambda chosen: {"options": [name for name in names if name in chosen]}
            )
        case Stones():
            return share.map(lambda place: {"places": {one.stones[0].id: [place, place]}})
    return words.map(lambda text: {"text": text})


def _shares(first: float, second: float) -> list[float]:
    low, high = sorted((first, second))
    return [low, high - low, 1 - high]
