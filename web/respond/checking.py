"""The page on which tellers check their answers before they send them."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.answers import TriadAnswer
from narratives.narrative import Narrative, Scope
from narratives.submission import hearers_of
from narratives.translation import gettext as _
from narratives.triangle import HEIGHT, to_xy
from web.respond.consent import consent_words, contact_words
from web.respond.telling import Telling
from web.words import answer_words

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One answer on the page; `dot` is where it lies in a picture of the triangle, in the picture's units."""

    field: str
    question: str
    answer: str
    dot: tuple[float, float] | None = None
    is_story: bool = False


def rows_to_check(telling: Telling, narrative: Narrative) -> list[Row]:
    """Every answer in the order in which it was asked."""
    questions = [_question(telling, narrative, step.id) for step in telling.walk.steps if step.signifier]
    return [*_about_story(telling, narrative), *questions, *_about_readers(telling, narrative)]


def _about_story(telling: Telling, narrative: Narrative) -> list[Row]:
    rows = [Row("story", _("Your story"), narrative.text or _("You recorded it"), is_story=True)]
    if telling.framework.prompts:
        label = next((one.label for one in telling.framework.prompts if one.id == narrative.prompt), "")
        rows.append(Row("prompt", _("What it begins from"), label or _("Not answered")))
    rows.append(Row("title", _("Title"), narrative.title or _("No title")))
    if telling.collection.groups:
        rows.append(Row("group", telling.framework.group_question or _("Where it happened"), narrative.group))
    return rows


def _question(telling: Telling, narrative: Narrative, signifier_id: str) -> Row:
    signifier, answer = telling.framework.signifier(signifier_id), narrative.answer(signifier_id)
    dot = _dot(answer) if isinstance(answer, TriadAnswer) else None
    return Row(signifier.id, signifier.title, answer_words(signifier, answer), dot)


def _about_readers(telling: Telling, narrative: Narrative) -> list[Row]:
    danger = _("Yes, somebody may be in danger") if narrative.danger else _("Not ticked")
    heard = [hearer.label for hearer in hearers_of(telling.framework) if hearer.id in narrative.hearers]
    rows = [
        Row("danger", _("Is somebody in danger?"), danger),
        Row("hear", _("Who should hear it"), "\n".join(heard) or _("Not answered")),
        Row("consent", _("Who may read it"), consent_words(telling.collection, narrative.consent)),
    ]
    if Scope.CONTACT in telling.collection.offers:
        rows.append(Row("may_contact", _("Staff may leave me a message"), contact_words(narrative.consent)))
    return rows


def _dot(answer: TriadAnswer) -> tuple[float, float]:
    x, y = to_xy(answer.shares)
    return round(_WIDTH * x, 1), round(_WIDTH * (HEIGHT - y), 1)
