"""One visit with a code: the story it led to, and the pages about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask import render_template, request

from narratives.answers import Answer, NeverShown, TriadAnswer
from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.errors import FieldError
from narratives.form_fields import Fields
from narratives.framework import Framework
from narratives.moderation import MOST_NOTE
from narratives.narrative import WIDENING, Scope, State, widest_scope
from narratives.signifiers import Signifier
from narratives.text import MAX_STORY_CHARACTERS
from narratives.translation import gettext as _
from narratives.triangle import HEIGHT, to_xy
from store.messages import MOST_CHARACTERS, list_messages
from store.moderation_history import standing_of
from store.receipts import Kept
from web.forms import NarrativeForm
from web.respond.checking import Row
from web.respond.consent import ConsentChoice, consent_choices, consent_words, contact_words
from web.respond.start import kept_until
from web.respond.telling import MOST_TYPED, groups_to_choose
from web.returning.among import among_others
from web.returning.answered import answers_to
from web.returning.moderated import moderated
from web.returning.own_fields import fields_of
from web.returning.standing import what_follows_new_words, what_happened, what_is_settled
from web.stores import stores
from web.words import answer_words

_WIDTH = 100
STORY, TITLE, GROUP = "story", "title", "group"


@dataclass(frozen=True, slots=True)
class Visit:
    """A code in the form that was printed, and what it led to."""

    code: str
    kept: Kept
    collection: Collection
    framework: Framework

    @property
    def fields(self) -> Fields:
        """What was posted."""
        return request.form.to_dict(flat=False)

    def signifier(self, field: str) -> Signifier | None:
        """The question that a field names, if this teller was asked it."""
        asked = (one for one in self.framework.signifiers if one.id == field)
        return next((one for one in asked if not isinstance(self.kept.narrative.answer(one.id), NeverShown)), None)

    def may_change(self, field: str) -> bool:
        """Whether something of the story can still be changed."""
        if field in {STORY, TITLE}:
            return True
        if field == GROUP:
            return bool(self.collection.groups) and not self.kept.counted
        return self.signifier(field) is not None and not self.kept.counted

    def narrower(self) -> tuple[ConsentChoice, ...]:
        """Everything that allows less than the teller does now, the narrowest first."""
        values = ("count", *WIDENING)
        less = values[: values.index(widest_scope(self.kept.narrative.consent))]
        return tuple(choice for choice in consent_choices(self.collection) if choice.value in less)


def story_page(visit: Visit, *, done: str = "", errors: tuple[FieldError, ...] = (), typed: str = "") -> str:
    """Everything about the story, and what can be done with it; `done` says what was done just now."""
    db, kept, consent = stores().stories, visit.kept, visit.kept.narrative.consent
    held = standing_of(db, kept.narrative.id) if kept.state is State.HELD else None
    return render_template(
        "returning/story.html",
        visit=visit,
        collection=visit.collection,
        done=done,
        errors=errors,
        typed=typed,
        most=MOST_CHARACTERS,
        happened=what_happened(visit.collection, kept, held),
        moderated=moderated(db, kept, held, date.today()),
        most_note=MOST_NOTE,
        answers=answers_to(db, visit.collection, kept.narrative),
        settled=what_is_settled(visit.collection, kept),
        rows=_rows(visit),
        among=among_others(db, stores().landscape, visit.collection, visit.framework, kept),
        readers=consent_words(visit.collection, consent),
        contact=contact_words(consent),
        kept_until=kept_until(db, visit.collection, kept.narrative.told_on),
        can_narrow=bool(visit.narrower()) or Scope.CONTACT in consent,
        messages=[(one, spoken(one.week_of)) for one in list_messages(db, kept.narrative.id)],
        may_answer=Scope.CONTACT in consent,
    )


def change_page(visit: Visit, field: str, errors: tuple[FieldError, ...] = (), *, noticed: bool = False) -> str:
    """One thing of the story to change, as it is or as it was just typed.

    `noticed` asks whether words that could show who somebody is are to be kept.
    """
    narrative = visit.kept.narrative
    values = visit.fields if errors else fields_of(visit.framework, narrative)
    form = NarrativeForm(visit.framework, values, errors)
    signifier = visit.signifier(field)
    return render_template(
        "returning/change.html",
        visit=visit,
        collection=replace(visit.collection, audio=False),  # words are changed here, a recording is not
        framework=replace(visit.framework, prompts=()),
        field=field,
        heading=signifier.title if signifier else _heading(visit, field),
        form=form,
        errors=errors,
        noticed=noticed,
        question=form.question(signifier) if signifier else None,
        groups=groups_to_choose(visit.collection),
        most=MAX_STORY_CHARACTERS,
        most_typed=MOST_TYPED,
        follows=what_follows_new_words(visit.collection, visit.kept) if field in {STORY, TITLE} else "",
    )


def readers_page(visit: Visit, errors: tuple[FieldError, ...] = ()) -> str:
    """Who may read the story, to allow less."""
    return render_template(
        "returning/readers.html",
        visit=visit,
        collection=visit.collection,
        errors=errors,
        error=errors[0].message if errors else "",
        now=consent_words(visit.collection, visit.kept.narrative.consent),
        choices=visit.narrower(),
        contact=Scope.CONTACT in visit.kept.narrative.consent,
        was_open=visit.kept.narrative.may_be_read,
    )


def remove_page(visit: Visit) -> str:
    """Whether to take the story out, before it is done."""
    return render_template(
        "returning/remove.html", visit=visit, collection=visit.collection, counted=visit.kept.counted
    )


def removed_page(visit: Visit) -> str:
    """What was deleted, and what stays."""
    return render_template("returning/removed.html", collection=visit.collection, counted=visit.kept.counted)


def _heading(visit: Visit, field: str) -> str:
    if field == TITLE:
        return _("Give your story a title")
    asked = visit.framework.group_question or _("Where did it happen?")
    return asked if field == GROUP else _("Your story")


def _rows(visit: Visit) -> list[tuple[Row, bool]]:
    """Words and answers in the order in which they were asked, each with whether it can be changed."""
    narrative = visit.kept.narrative
    rows = [Row(STORY, _("Your story"), narrative.text or _("You recorded it"), is_story=True)]
    rows.append(Row(TITLE, _("Title"), narrative.title or _("No title")))
    if visit.collection.groups:
        rows.append(Row(GROUP, visit.framework.group_question or _("Where it happened"), narrative.group))
    for signifier in visit.framework.signifiers:
        answer = narrative.answer(signifier.id)
        if not isinstance(answer, NeverShown):
            rows.append(Row(signifier.id, signifier.title, answer_words(signifier, answer), _dot(answer)))
    return [(row, visit.may_change(row.field)) for row in rows]


def _dot(answer: Answer | None) -> tuple[float, float] | None:
    if not isinstance(answer, TriadAnswer):
        return None
    x, y = to_xy(answer.shares)
    return round(_WIDTH * x, 1), round(_WIDTH * (HEIGHT - y), 1)
