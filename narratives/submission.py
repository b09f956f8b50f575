"""A form's fields, read against a framework: every problem at once, in page order, or a narrative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from narratives.answer_fields import read_answers
from narratives.answers import Answer, ChoiceAnswer
from narratives.collection import WHOLE, Collection
from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import Fields, chosen, first, read_text, whole_number
from narratives.framework import Framework
from narratives.narrative import Kind, Narrative, Pen, Scope, scopes_up_to
from narratives.signifiers import Option
from narratives.text import MAX_STORY_CHARACTERS, MAX_TITLE_CHARACTERS, clean_text
from narratives.translation import gettext as _
from narratives.translation import noop

MOST_MINUTES = 120
# Who should hear a story, where the framework names nobody; the labels are translated where they are shown.
USUAL_HEARERS = (
    Option("runs", noop("The people who run the service")),
    Option("works", noop("The people who do the work every day")),
    Option("peers", noop("Other people like me")),
    Option("decides", noop("The people who decide about money and rules")),
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the page knows about a submission that the teller does not type.

    `method` is how answers were given that were not placed on a picture; paper and practitioner hold for all.
    `recorded` says that the story was spoken, so that no text is needed.
    """

    told_on: date
    kind: Kind = Kind.RESPONDENT
    mode: str = "web"
    method: str = "list"
    pen: Pen | None = None
    language: str = ""
    recorded: bool = False


def read_submission(collection: Collection, framework: Framework, fields: Fields, occasion: Occasion) -> Narrative:
    """The narrative that a form's fields hold; `fields` maps each name to all its values.

    Raises SubmissionError with every problem in the order of the page.
    """
    errors: list[FieldError] = []
    text = read_story(fields, errors, recorded=occasion.recorded)
    title = read_title(fields, errors)
    group = read_group(collection, fields, errors, asked=framework.group_question)
    method = "practitioner" if occasion.kind is Kind.PRACTITIONER else occasion.method
    answers = read_answers(framework, fields, errors, by_list=method)
    consent = read_consent(collection, fields, errors)
    if errors:
        raise SubmissionError(errors)
    return Narrative(
        collection=collection.id,
        told_on=occasion.told_on,
        text=text,
        title=title,
        answers=answers,
        kind=occasion.kind,
        group=group,
        area=group,
        stratum=stratum_of(collection, answers),
        mode=occasion.mode,
        language=occasion.language or framework.language,
        consent=consent,
        prompt=_one_of(fields, "prompt", framework.prompts),
        danger=first(fields, "danger") == "yes",
        hearers=_hearers(framework, fields),
        pen=occasion.pen or _pen(fields),
        minutes=_minutes(fields),
    )


def read_story(fields: Fields, errors: list[FieldError], *, recorded: bool = False) -> str:
    """The story's text; problems are added to `errors`."""
    missing = "" if recorded else _("Tell us what happened")
    too_long = noop("Shorten your story to %(most)s characters or fewer; it has %(length)s")
    return read_text(fields, "story", MAX_STORY_CHARACTERS, errors, too_long=too_long, missing=missing)


def read_title(fields: Fields, errors: list[FieldError]) -> str:
    """The story's title; problems are added to `errors`."""
    too_long = noop("Shorten the title to %(most)s characters or fewer; it has %(length)s")
    return read_text(fields, "title", MAX_TITLE_CHARACTERS, errors, too_long=too_long)


def read_group(collection: Collection, fields: Fields, errors: list[FieldError], *, asked: str = "") -> str:
    """The reporting group; problems are added to `errors`."""
    if not collection.groups:
        return WHOLE
    named = clean_text(first(fields, "group"))
    if named not in {group.name for group in collection.groups}:
        missing = _("Choose one answer to “%(question)s”", question=asked) if asked else _("Choose where this happened")
        errors.append(FieldError("group", missing))
        return WHOLE
    return named


def read_consent(collection: Collection, fields: Fields, errors: list[FieldError]) -> frozenset[Scope]:
    """What the teller allows, of what the collection asks for; nothing chosen is a problem, added to `errors`."""
    try:
        allowed = scopes_up_to(first(fields, "consent"))
    except ValueError:
        allowed = None
    if allowed is None or not allowed <= set(collection.offers):
        errors.append(FieldError("consent", _("Choose who may read your story")))
        return frozenset()
    if allowed and Scope.CONTACT in collection.offers and first(fields, "may_contact") == "yes":
        allowed |= {Scope.CONTACT}
    return allowed


def hearers_of(framework: Framework) -> tuple[Option, ...]:
    """Who a teller can say should hear the story: those the framework names, or the usual ones, translated."""
    if framework.hearers:
        return framework.hearers
    return tuple(Option(hearer.id, _(hearer.label)) for hearer in USUAL_HEARERS)


def _hearers(framework: Framework, fields: Fields) -> tuple[str, ...]:
    ticked = chosen(fields, "hear")
    return tuple(hearer.id for hearer in hearers_of(framework) if hearer.id in ticked) if ticked else ()


def _one_of(fields: Fields, name: str, options: tuple[Option, ...]) -> str:
    named = first(fields, name)
    return named if any(option.id == named for option in options) else ""


def _pen(fields: Fields) -> Pen:
    named = first(fields, "pen")
    return Pen(named) if named in {Pen.SCRIBE, Pen.INTERVIEWER} else Pen.SELF


def _minutes(fields: Fields) -> int | None:
    seconds = whole_number(fields, "seconds")
    return None if seconds is None else min(MOST_MINUTES, -(-seconds // 60))


def stratum_of(collection: Collection, answers: tuple[Answer, ...]) -> str:
    """Who answers, by the collection's declared choice; empty where that was not answered."""
    for answer in answers:
        if answer.signifier == collection.stratum_choice and isinstance(answer, ChoiceAnswer):
            return answer.options[0]
    return ""
