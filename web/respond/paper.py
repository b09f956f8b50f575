"""The same questions on paper: a form to print, to fill in by hand and to have keyed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.framework import Branch, Framework
from narratives.signifiers import Choice, Dyad, Freetext, Signifier, Stones, Triad
from narratives.submission import hearers_of
from narratives.translation import gettext as _
from narratives.translation import ngettext
from web.access import EVERYONE, open_to
from web.language import worded_both
from web.respond.consent import consent_choices
from web.respond.start import readers_of, signposts_of
from web.respond.steps import Walk
from web.respond.telling import groups_to_choose
from web.stores import stores
from web.words import listed, not_applicable_words, zone_words

bp = Blueprint("paper", __name__)
LETTERS = "ABCDEFGH"  # what stones are called where they are drawn by hand


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question on paper. `ticks` are numbered, since whoever keys the form in types the number."""

    number: int
    id: str
    title: str
    only_if: str
    not_applicable: str
    kind: str = "freetext"
    how: str = ""
    anchors: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    stones: tuple[tuple[str, str, str], ...] = ()  # letter, id, label
    other: bool = False
    many: bool = False


@bp.get("/share/<collection_id>/paper")
@open_to(EVERYONE)
def form(collection_id: str) -> ResponseReturnValue:
    """The form of a collection, in the language of the page."""
    collection, framework = worded_both(*stores().opened(collection_id))
    return render_template(
        "respond/paper.html",
        collection=collection,
        framework=framework,
        readers=readers_of(collection),
        signposts=signposts_of(collection),
        groups=groups_to_choose(collection),
        questions=paper_questions(collection, framework),
        hearers=hearers_of(framework),
        consent=consent_choices(collection),
    )


def paper_questions(collection: Collection, framework: Framework) -> tuple[PaperQuestion, ...]:
    """Every question in the order of the pages, numbered after the story, its title and where it happened."""
    asked = [(step.branch, step.signifier) for step in Walk(collection, framework, {}).all if step.signifier]
    first = 4 if collection.groups else 3
    numbers = {signifier.id: number for number, (_branch, signifier) in enumerate(asked, start=first)}
    return tuple(
        _question(signifier, numbers[signifier.id], _only_if(framework, branch, numbers)) for branch, signifier in asked
    )


def _only_if(framework: Framework, branch: Branch | None, numbers: Mapping[str, int]) -> str:
    if branch is None:
        return ""
    opener = framework.signifier(branch.opened_by)
    options = opener.options if isinstance(opener, Choice) else ()
    ticked = listed(f"“{option.label}”" for option in options if option.id in branch.options)
    return _("Only if you ticked %(options)s in question %(number)s.", options=ticked, number=numbers[opener.id])


def _question(signifier: Signifier, number: int, only_if: str) -> PaperQuestion:
    asked = PaperQuestion(number, signifier.id, signifier.title, only_if, not_applicable_words(signifier))
    match signifier:
        case Triad():
            return replace(
                asked,
                kind="triad",
                how=_("Put one X inside the triangle. The nearer to a corner, the more it was like that."),
                anchors=tuple(anchor.label for anchor in signifier.anchors),
                ticks=tuple(zone_words(signifier).values()),
            )
        case Dyad():
            anchors = tuple(anchor.label for anchor in signifier.anchors)
            return replace(asked, kind="dyad", how=_("Put one X on one of the seven marks."), anchors=anchors)
        case Stones():
            return replace(
                asked,
                kind="stones",
                how=_("Write each letter in the square where it belongs. Leave out those that do not fit."),
                anchors=tuple(anchor.label for anchor in (*signifier.x_anchors, *signifier.y_anchors)),
                stones=tuple((LETTERS[place], stone.id, stone.label) for place, stone in enumerate(signifier.stones)),
            )
        case Choice():
            return replace(
                asked,
                kind="choice",
                how=_how_many(signifier),
                ticks=tuple(option.label for option in signifier.options),
                other=signifier.takes_other,
                many=signifier.max_responses > 1,
            )
        case Freetext():
            return replace(asked, how=_("A few words are enough."))


def _how_many(choice: Choice) -> str:
    if choice.max_responses > 1:
        return ngettext("Tick up to %(num)s.", "Tick up to %(num)s.", choice.max_responses)
    return _("Tick one.")
