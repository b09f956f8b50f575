"""A stored story as the fields of the form that it was told with, and one of its fields read again.

A question that is shown again holds both the place in the picture and the nearest answer of its list. Without a
script, somebody who chooses another answer of the list sends the old place with it: then the list counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from narratives.answer_fields import DYAD_STEPS, read_answers
from narratives.answers import (
    Answer,
    ChoiceAnswer,
    DyadAnswer,
    FreetextAnswer,
    NeverShown,
    NotApplicable,
    StonesAnswer,
    TriadAnswer,
    answer_to_json,
)
from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import Fields, first
from narratives.framework import Framework
from narratives.narrative import Narrative
from narratives.receipt import holds_code
from narratives.signifiers import Choice, Dyad, Freetext, Signifier, Stones, Triad
from narratives.submission import read_group, read_story, read_title, stratum_of
from narratives.translation import gettext as _
from narratives.triangle import zone_of
from web.words import stone_step

_PLACED = {"tap", "drag", "keys", "numbers"}
_EXACT = (".shares", ".value")
Written = dict[str, list[str]]


def fields_of(framework: Framework, narrative: Narrative) -> Written:
    """Every field of a form that would read as this story."""
    written: Written = {"story": [narrative.text], "title": [narrative.title], "group": [narrative.group]}
    for answer in narrative.answers:
        written |= _answer_fields(framework.signifier(answer.signifier), answer)
    return written


def changed_story(narrative: Narrative, fields: Fields, *, spoken: bool) -> Narrative:
    """The story with other words. Raises SubmissionError."""
    errors: list[FieldError] = []
    text = read_story(fields, errors, recorded=spoken)
    if holds_code(text):
        problem = _("Take the receipt code out of your story, so that nobody can link your stories")
        errors.append(FieldError("story", problem))
    return _unless(errors, replace(narrative, text=text))


def changed_title(narrative: Narrative, fields: Fields) -> Narrative:
    """The story under another title. Raises SubmissionError."""
    errors: list[FieldError] = []
    title = read_title(fields, errors)
    return _unless(errors, replace(narrative, title=title))


def changed_group(collection: Collection, narrative: Narrative, fields: Fields) -> Narrative:
    """The story in another reporting group. Raises SubmissionError."""
    errors: list[FieldError] = []
    group = read_group(collection, fields, errors)
    area = group if narrative.area == narrative.group else narrative.area
    return _unless(errors, replace(narrative, group=group, area=area))


def changed_answer(
    collection: Collection, framework: Framework, narrative: Narrative, signifier: Signifier, fields: Fields
) -> Narrative:
    """The story with another answer to one signifier, and its branches opened or closed. Raises SubmissionError."""
    stored = narrative.answer(signifier.id)
    before = _answer_fields(signifier, stored) if stored is not None else {}
    alone = replace(framework, signifiers=(signifier,), branches=())
    errors: list[FieldError] = []
    read = read_answers(alone, _listed_or_placed(signifier, before, fields), errors)
    if errors:
        raise SubmissionError(errors)
    if _said(read) == _said(read_answers(alone, before, [])):
        return narrative  # how it was placed, and how long that took, stays as it was told
    answers = _in_order(
        framework, {**_by_signifier(narrative, but=signifier.id), **{one.signifier: one for one in read}}
    )
    return replace(narrative, answers=answers, stratum=stratum_of(collection, answers) or narrative.stratum)


def _unless(errors: list[FieldError], narrative: Narrative) -> Narrative:
    if errors:
        raise SubmissionError(errors)
    return narrative


def _by_signifier(narrative: Narrative, but: str) -> dict[str, Answer]:
    return {one.signifier: one for one in narrative.answers if one.signifier != but}


def _in_order(framework: Framework, answers: Mapping[str, Answer]) -> tuple[Answer, ...]:
    """Answers in the framework's order: those of a closed branch go, those of an opened one are not answered yet."""
    chosen = {one.signifier: one.options for one in answers.values() if isinstance(one, ChoiceAnswer)}
    asked = {signifier.id for signifier in framework.asked(chosen)}
    found: list[Answer] = []
    for signifier in framework.signifiers:
        answer = answers.get(signifier.id)
        if signifier.id not in asked:
            found.append(NeverShown(signifier.id))
        elif answer is not None and not isinstance(answer, NeverShown):
            found.append(answer)
    return tuple(found)


def _listed_or_placed(signifier: Signifier, before: Fields, fields: Fields) -> Fields:
    """The posted fields, of which an old place and the answer of the list beside it say the same."""
    if isinstance(signifier, Stones):
        steps = {name: stone_step(float(first(before, name))) for name in before if name.endswith((".x", ".y"))}
        kept = {name: before[name] for name, step in steps.items() if first(fields, name) == step}
        return {**fields, **kept}
    if first(fields, signifier.id) == first(before, signifier.id):
        return fields
    old = {signifier.id + ending for ending in _EXACT if first(fields, signifier.id + ending)}
    left = {name for name in old if first(fields, name) == first(before, name)}
    return {name: values for name, values in fields.items() if name not in left}


def _said(answers: tuple[Answer, ...]) -> list[dict[str, object]]:
    """What answers say, without how they were placed."""
    aside = {"seconds", "method", "order"}
    return [{name: said for name, said in answer_to_json(one).items() if name not in aside} for one in answers]


def _answer_fields(signifier: Signifier, answer: Answer) -> Written:
    name, order, method = signifier.id, _shown_order(signifier, answer), getattr(answer, "method", "")
    exact = method in _PLACED
    written: Written = {f"{name}.order": [",".join(order)]} if order else {}
    if exact:
        written[f"{name}.method"] = [method]
    match answer:
        case TriadAnswer() | DyadAnswer():
            written |= _placed_fields(name, answer, exact=exact)
        case ChoiceAnswer(options=options, other=other):
            written |= {name: list(options), f"{name}.other": [other]}
        case StonesAnswer(places=stones):
            written |= {f"{name}.{stone}.x": [str(x)] for stone, x, _y in stones}
            written |= {f"{name}.{stone}.y": [str(y)] for stone, _x, y in stones}
        case FreetextAnswer(text=text):
            written[name] = [text]
        case NotApplicable():
            written |= {f"{name}.na": ["yes"]} if isinstance(signifier, Freetext) else {name: ["na"]}
    return written


def _placed_fields(name: str, answer: TriadAnswer | DyadAnswer, *, exact: bool) -> Written:
    """The answer of the list that is nearest, and the place itself where it was chosen on a picture."""
    if isinstance(answer, TriadAnswer):
        top, left, right = (answer.shares[place] for place in answer.order or (0, 1, 2))
        listed, place = zone_of((top, left, right)), {f"{name}.shares": [f"{top:.2f},{left:.2f},{right:.2f}"]}
    else:
        shown = 1 - answer.value if answer.order == (1, 0) else answer.value
        listed, place = str(min(DYAD_STEPS - 1, int(shown * DYAD_STEPS + 1e-9))), {f"{name}.value": [f"{shown:.2f}"]}
    return {name: [listed], **(place if exact else {})}


def _shown_order(signifier: Signifier, answer: Answer) -> list[str]:
    """The order in which the teller saw anchors or options: they see them so again."""
    if not isinstance(signifier, Triad | Dyad | Choice) or not signifier.random_order:
        return []
    parts = signifier.options if isinstance(signifier, Choice) else signifier.anchors
    places: tuple[int, ...] = getattr(answer, "order", ()) or tuple(range(len(parts)))
    return [parts[place].id for place in places]
