"""What a proposal can be about: the things that a setting belongs to, with their titles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from narratives.charter import Charter
from narratives.covered import WORDS, Setting, Subject
from narratives.errors import NotFoundError
from narratives.framework_texts import texts_of
from store.covered import text_subject
from store.drafts import get_draft, list_drafts
from store.frameworks import get_framework, list_frameworks
from web.confederation.commons import belongings
from web.reach import visible_collections
from web.stores import stores

_EMPTY: Mapping[Subject, str] = {
    Subject.COLLECTION: "There is no collection yet.",
    Subject.DRAFT: "No draft waits to be opened.",
    Subject.TEXT: "No questions are open yet.",
    Subject.CONFEDERATION: "This organisation is in no confederation.",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A setting with a link for each thing whose value of it can be proposed; `empty` is said where there is none."""

    name: str
    title: str
    about: str
    links: tuple[tuple[str, str], ...]
    empty: str


def offers(charter: Charter) -> list[Offered]:
    """Everything that members decide about, with what it can be proposed of."""
    return [_offered(one) for one in Setting if one in charter.covered]


def subjects_of(setting: Setting) -> dict[str, str]:
    """The titles of what a setting belongs to, by the name that a proposal has for it."""
    match WORDS[setting].of:
        case Subject.ORGANISATION:
            return {"": ""}
        case Subject.COLLECTION:
            return {one.id: one.title for one in visible_collections()}
        case Subject.DRAFT:
            return {one.id: one.title for one in list_drafts(stores().stories) if not one.is_open}
        case Subject.CONFEDERATION:
            return {one.confederation.id: one.confederation.title for one in belongings() if one.own.is_in}
        case Subject.TEXT:
            return {}


def title_of(setting: Setting, subject: str) -> str | None:
    """What one subject is called; None where there is no such thing to propose about."""
    if WORDS[setting].of is Subject.TEXT:
        return _title_of_text(subject)
    return subjects_of(setting).get(subject)


def texts_offered(framework_id: str, language: str) -> list[tuple[str, str]]:
    """Each text of the newest version of questions with the address at which other words for it are proposed.

    Raises NotFoundError where there are no such questions.
    """
    framework = get_framework(stores().stories, framework_id)
    spoken = language if language in framework.texts else framework.language
    own = texts_of(framework)
    words = own if spoken == framework.language else framework.texts[spoken]
    subjects = {key: text_subject(framework.id, framework.version, spoken, key) for key in own}
    return [(words.get(key, "") or own[key], form_of(Setting.WORDING, one)) for key, one in subjects.items()]


def form_of(setting: Setting, subject: str = "") -> str:
    """The address of the form in which another value is proposed."""
    return url_for("decisions.form", setting=setting.value, about=subject or None)


def proposed_at_first(setting: Setting, subject: str, now: str) -> str:
    """What a form begins with: the value of today, and of a draft the revision that would be opened."""
    if setting is Setting.QUESTIONS:
        return str(get_draft(stores().stories, subject).revision)
    return now


def _offered(setting: Setting) -> Offered:
    words = WORDS[setting]
    if words.of is Subject.TEXT:
        links = [(one.title, url_for("decisions.texts", of=one.id)) for one in list_frameworks(stores().stories)]
    elif words.of is Subject.ORGANISATION:
        links = [("Propose another charter" if setting is Setting.CHARTER else "Propose a change", form_of(setting))]
    else:
        links = [(title, form_of(setting, one)) for one, title in subjects_of(setting).items()]
    return Offered(setting.value, words.title, words.about, tuple(links), _EMPTY.get(words.of, ""))


def _title_of_text(subject: str) -> str | None:
    try:
        framework_id, version, language, key = json.loads(subject)
        framework = get_framework(stores().stories, str(framework_id), int(version))
    except (ValueError, TypeError, OverflowError, RecursionError, NotFoundError):
        return None
    same = subject == text_subject(framework.id, framework.version, str(language), str(key))
    spoken = language == framework.language or language in framework.texts
    own = texts_of(framework)
    return f"{framework.title}, “{own[key]}”" if same and spoken and key in own else None
