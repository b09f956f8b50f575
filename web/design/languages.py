"""A draft in further languages: every text beside its translation, and what is missing counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection, Signpost
from narratives.collection_texts import texts_of as collection_texts
from narratives.draft import ChangedMeanwhileError, Draft
from narratives.draft_sketch import sketch
from narratives.errors import FieldError, FrozenError
from narratives.framework_texts import texts_of
from narratives.text import clean_text
from narratives.translation import direction, interface_languages, name_of, named_languages
from store.drafts import change_draft
from web.access import current_account, open_to
from web.design.blueprint import DESIGNERS, held, opening
from web.design.text_places import place_of
from web.stores import stores

_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_MOST = 2000
_FIRST = "cy"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the draft's own language and in another; `field` is its name in the form."""

    field: str
    place: str
    own: str
    other: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language of a draft, and how many of its texts are missing; `pages` where the buttons around them speak it."""

    code: str
    name: str
    missing: int
    of: int
    pages: bool


@opening.get("/<draft_id>/languages")
@open_to(*DESIGNERS)
def languages(draft_id: str) -> ResponseReturnValue:
    """The languages of a draft, and those that can be added."""
    return _overview(held(draft_id))


@opening.post("/<draft_id>/languages")
@open_to(*DESIGNERS)
def add_language(draft_id: str) -> ResponseReturnValue:
    """Go to the texts of a language, which begins with the first one that is written."""
    draft = held(draft_id)
    code = (request.form.get("other", "").strip() or request.form.get("code", "").strip())[:12]
    if not _CODE.fullmatch(code) or code == _own(draft):
        told = "Choose a language, or write its code in two or three small letters, such as cy for Welsh"
        return _overview(draft, (FieldError("code", told),)), 422
    return redirect(url_for(".language", draft_id=draft_id, code=code), code=303)


@opening.get("/<draft_id>/languages/<code>")
@open_to(*DESIGNERS)
def language(draft_id: str, code: str) -> ResponseReturnValue:
    """Every text side by side."""
    draft = held(draft_id)
    return _side_by_side(draft, _checked(draft, code), _stored(draft, code))


@opening.post("/<draft_id>/languages/<code>")
@open_to(*DESIGNERS)
def keep_language(draft_id: str, code: str) -> ResponseReturnValue:
    """Keep the texts of a language as a revision of the draft; an empty one is missing and is asked for again."""
    draft = held(draft_id)
    _checked(draft, code)
    typed = {field: clean_text(request.form.get(field, "")) for field in _fields(draft)}
    errors = tuple(
        FieldError(field, f"Shorten it to {_MOST} characters or fewer; it has {len(text)}")
        for field, text in typed.items()
        if len(text) > _MOST
    )
    if errors:
        return _side_by_side(draft, code, typed, errors), 422
    revision = request.form.get("revision", "")
    read = replace(_translated(draft, code, typed), revision=int(revision) if revision.isdecimal() else 0)
    try:
        change_draft(
            stores().stories, read, what=f"Translated into {name_of(code)}", actor=current_account().username,
            at=datetime.now(UTC),
        )  # fmt: skip
    except (ChangedMeanwhileError, FrozenError) as error:
        wrong = FieldError(next(iter(typed), "code"), f"{error} What you typed is below: look, and save once more.")
        return _side_by_side(held(draft_id), code, typed, (wrong,)), 409
    return redirect(url_for(".languages", draft_id=draft_id, done=code), code=303)


def _overview(draft: Draft, errors: tuple[FieldError, ...] = ()) -> str:
    own, total = _own(draft), len(_fields(draft))
    codes = dict.fromkeys([*_dictionaries(draft.questions, "translations"), *_dictionaries(draft.opening, "texts")])
    there = [
        Spoken(code, name_of(code), total - sum(map(bool, _stored(draft, code).values())), total,
               code in interface_languages())
        for code in codes
        if code != own
    ]  # fmt: skip
    free = [(code, name) for code, name in named_languages() if code != own and code not in codes]
    return render_template(
        "design/languages.html",
        draft=draft,
        own=name_of(own),
        spoken=there,
        offered=sorted(free, key=lambda one: (one[0] != _FIRST, one[1])),
        errors=errors,
        done=name_of(request.args["done"]) if request.args.get("done") else "",
    )


def _side_by_side(draft: Draft, code: str, typed: Mapping[str, str], errors: tuple[FieldError, ...] = ()) -> str:
    wrong = {error.field: error.message for error in errors}
    framework = sketch(draft.questions)
    texts = [
        Text(
            field,
            "Title of the collection" if field == "tell.title" else place_of(framework, field.partition(".")[2]),
            own,
            typed.get(field, ""),
            wrong.get(field, ""),
        )
        for field, own in _fields(draft).items()
    ]
    return render_template(
        "design/language.html",
        draft=draft,
        own=_own(draft),
        code=code,
        name=name_of(code),
        own_name=name_of(_own(draft)),
        own_direction=direction(_own(draft)),
        code_direction=direction(code),
        texts=texts,
        missing=sum(not text.other for text in texts),
        errors=errors,
        speaks=code in interface_languages(),
    )


def _checked(draft: Draft, code: str) -> str:
    if not _CODE.fullmatch(code) or code == _own(draft):
        abort(404)
    return code


def _own(draft: Draft) -> str:
    return sketch(draft.questions).language


def _fields(draft: Draft) -> dict[str, str]:
    """Every text that tellers read, by the name of its field: those of the questions, then those of the collection."""
    opening = draft.opening
    told = Collection(
        id="draft",
        title=opening.get("title") or "",
        framework_id="draft",
        framework_version=1,
        read_by=opening.get("read_by") or "",
        signposts=tuple(Signpost(*post) for post in opening.get("signposts") or ()),
    )
    asked = {f"ask.{key}": text for key, text in texts_of(sketch(draft.questions)).items()}
    return asked | {f"tell.{key}": text for key, text in collection_texts(told).items()}


def _stored(draft: Draft, code: str) -> dict[str, str]:
    asked = _dictionaries(draft.questions, "translations").get(code, {})
    told = _dictionaries(draft.opening, "texts").get(code, {})
    found = {f"ask.{key}": text for key, text in asked.items()} | {f"tell.{key}": text for key, text in told.items()}
    return {field: found.get(field, "") for field in _fields(draft)}


def _translated(draft: Draft, code: str, typed: Mapping[str, str]) -> Draft:
    asked = {field.removeprefix("ask."): text for field, text in typed.items() if field.startswith("ask.") and text}
    told = {field.removeprefix("tell."): text for field, text in typed.items() if field.startswith("tell.") and text}
    return replace(
        draft,
        questions=_with(draft.questions, "translations", code, asked),
        opening=_with(draft.opening, "texts", code, told),
    )


def _with(document: Mapping[str, Any], key: str, code: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """A document with the texts of a language, without that language where there is none."""
    others = {known: kept for known, kept in _dictionaries(document, key).items() if known != code}
    rest = {name: value for name, value in document.items() if name != key}
    spoken = {**others, **({code: dict(texts)} if texts else {})}
    return {**rest, **({key: spoken} if spoken else {})}


def _dictionaries(document: Mapping[str, Any], key: str) -> dict[str, dict[str, str]]:
    """The texts by language, as far as they are any."""
    held_texts = document.get(key)
    if not isinstance(held_texts, dict):
        return {}
    return {code: texts for code, texts in held_texts.items() if isinstance(texts, dict)}
