"""The form in which a manager answers: what was typed, what it begins with, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from narratives.alert import Finding
from narratives.collection import Collection
from narratives.errors import FieldError
from narratives.form_fields import Fields
from narratives.probe import Probe
from narratives.report_back import Outcome, ReportBack, Wording
from narratives.text import clean_text
from narratives.translation import ENGLISH, direction, name_of
from web.reach import groups_within, view_groups

MOST_CHARACTERS = 300  # of one sentence: it is read on a telephone
WHOLE, SOME = "whole", "some"
PARTS = ("you-said", "we-tried", "it-did")
TITLES = {"you-said": "You said", "we-tried": "We tried", "it-did": "What came of it"}
HINTS = {
    "you-said": "What many people told, in your words and never in one person’s.",
    "we-tried": "What was done because of it. Where nothing could be tried, say so and why.",
    "it-did": "What is different now, or that nothing is. Say how you know.",
}
OUTCOMES = {
    Outcome.DID.value: ("It did what we hoped", "People told you something else afterwards."),
    Outcome.DID_NOT.value: ("It did not do what we hoped", "Saying so is worth more than silence."),
    Outcome.TOO_EARLY.value: ("Too early to say", "You can change this answer when you know more."),
    Outcome.NOT_TRIED.value: ("We could not try it", "Say why under “We tried”."),
}
_MISSING = {
    "you-said": "Write what people told you, in one or two short sentences",
    "we-tried": "Write what you tried; where you could not try anything, write why",
    "it-did": "Write what came of it; where nothing did, write that",
}
_FIELDS = {"you-said": "you_said", "we-tried": "we_tried", "it-did": "it_did"}


@dataclass(frozen=True, slots=True)
class SentenceField:
    """One of the three sentences in one language, as it was typed."""

    name: str
    title: str
    hint: str
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """An answer as it stands in the form; `languages` are those it can be given in, English first.

    `typed` holds what stands in each field, for instance "you-said-cy".
    """

    collection: Collection
    languages: tuple[str, ...]
    typed: Mapping[str, str]
    alert: str = ""
    probe: str = ""
    whom: str = WHOLE
    groups: tuple[str, ...] = ()
    outcome: str = ""
    errors: tuple[FieldError, ...] = ()
    published_on: date | None = None

    def error_for(self, name: str) -> str:
        """The message beside a field; empty when it is fine."""
        return next((error.message for error in self.errors if error.field == name), "")

    @property
    def sentences(self) -> tuple[tuple[str, str, str, tuple[SentenceField, ...]], ...]:
        """By language: its code, its name, the way it is written, and its three fields."""
        return tuple(
            (code, name_of(code), direction(code), tuple(self._field(part, code) for part in PARTS))
            for code in self.languages
        )

    def _field(self, part: str, code: str) -> SentenceField:
        name = f"{part}-{code}"
        return SentenceField(name, TITLES[part], HINTS[part], self.typed.get(name, ""), self.error_for(name))

    @property
    def words(self) -> dict[str, Wording]:
        """The sentences by language, in those languages in which anything was typed; English always."""
        said = {code: [self.typed.get(f"{part}-{code}", "") for part in PARTS] for code in self.languages}
        return {code: Wording(*words) for code, words in said.items() if any(words) or code == ENGLISH}

    def report(self, id: str, made_by: str, published_on: date) -> ReportBack:
        """The answer that this form gives; only of one without errors."""
        return ReportBack(
            id=id,
            collection=self.collection.id,
            alert=self.alert or None,
            probe=self.probe or None,
            groups=self.groups if self.whom == SOME else (),
            outcome=Outcome(self.outcome),
            words=self.words,
            made_by=made_by,
            published_on=published_on,
        )


def empty_form(collection: Collection, languages: Sequence[str]) -> AnswerForm:
    """A form with nothing in it."""
    return AnswerForm(collection, tuple(languages), {})


def begun_with(
    form: AnswerForm, *, alert: tuple[str, str, Finding] | None = None, probe: Probe | None = None
) -> AnswerForm:
    """The form as an alert (its id, sentence and finding) or a probe begins it: words to change, never to leave."""
    typed = dict(form.typed)
    if alert is not None:
        alert_id, sentence, finding = alert
        groups = (finding.group,) if finding.scope != "collection" and finding.group else ()
        typed["you-said-en"] = sentence
        form = replace(form, alert=alert_id, groups=groups, whom=SOME if groups else WHOLE)
    if probe is not None:
        typed["we-tried-en"] = probe.tries
        form = replace(form, probe=probe.id, groups=probe.groups, whom=SOME if probe.groups else WHOLE)
    known = {group for group in form.groups if group in names_of(form.collection)}
    return replace(form, typed=typed, groups=tuple(sorted(known)), whom=form.whom if known else WHOLE)


def changed_from(form: AnswerForm, report: ReportBack) -> AnswerForm:
    """The form with what an answer says now."""
    typed = {f"{part}-{code}": getattr(words, _FIELDS[part]) for code, words in report.words.items() for part in PARTS}
    return replace(
        form,
        languages=(*form.languages, *(code for code in report.words if code not in form.languages)),
        alert=report.alert or "",
        probe=report.probe or "",
        whom=SOME if report.groups else WHOLE,
        groups=report.groups,
        outcome=report.outcome.value,
        typed=typed,
        published_on=report.published_on,
    )


def read_form(form: AnswerForm, fields: Fields) -> AnswerForm:
    """The form as it was sent, with everything that is wrong with it."""
    value = {name: clean_text(found[0]) for name, found in fields.items() if found}
    names = [f"{part}-{code}" for code in form.languages for part in PARTS]
    allowed = names_of(form.collection)
    read = replace(
        form,
        whom=value.get("whom", ""),
        groups=tuple(group for group in allowed if group in fields.get("groups", ())),
        outcome=value.get("outcome", ""),
        typed={name: " ".join(value.get(name, "").split()) for name in names},
    )
    return replace(read, errors=tuple(_errors(read)))


def names_of(collection: Collection) -> list[str]:
    """The groups that can be answered: every declared one, and those that hold others."""
    parents = {group.parent for group in collection.groups if group.parent}
    names = {group.name for group in collection.groups} | parents
    return sorted(names & set(view_groups(collection) or names))


def _errors(form: AnswerForm) -> Iterator[FieldError]:
    is_part = groups_within(form.collection) is not None
    if form.whom not in {WHOLE, SOME} or (form.whom == SOME and not names_of(form.collection)):
        yield FieldError("whom", "Choose whose stories this answers")
    elif form.whom == WHOLE and is_part:
        yield FieldError("whom", "Choose those of your groups that this answers")
    elif form.whom == SOME and not form.groups:
        yield FieldError("groups", "Tick at least one group, or choose everybody")
    for code in form.languages:
        yield from _wrong_words(form, code)
    if form.outcome not in OUTCOMES:
        yield FieldError("outcome", "Choose which of these it is")


def _wrong_words(form: AnswerForm, code: str) -> Iterator[FieldError]:
    typed = {part: form.typed.get(f"{part}-{code}", "") for part in PARTS}
    if code != ENGLISH and not any(typed.values()):
        return
    for part, words in typed.items():
        if not words:
            besides = f"Write “{TITLES[part]}” in {name_of(code)} too, or leave all three empty"
            yield FieldError(f"{part}-{code}", _MISSING[part] if code == ENGLISH else besides)
        elif len(words) > MOST_CHARACTERS:
            told = f"Shorten this to {MOST_CHARACTERS} characters or fewer; it has {len(words)}"
            yield FieldError(f"{part}-{code}", told)
