"""What the public page of a collection shows: whether it is on, who may name it, and what is said of probes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError
from narratives.probe import Probe, ProbeState
from narratives.text import clean_text
from narratives.translation import ENGLISH, direction, name_of
from store.collections import framework_of
from store.covered_values import MEMBERS
from store.objective_readings import list_readings
from store.objectives import list_objectives, may_declare
from store.probes import get_probe, list_probes
from store.public_pages import (
    PublicSentence,
    get_public_page,
    list_public_sentences,
    list_to_search_engines,
    switch_public_page,
    tell_public,
    untell_public,
)
from store.release_public import find_results
from store.release_quotations import MOST_REFUSALS, add_refusal, count_refusals, find_quotation
from web.access import current_account, may, open_to
from web.explore.blueprint import opened, others
from web.language import offered_with
from web.people import names
from web.public.progress import objective_card
from web.public.views import public_page
from web.publishing.blueprint import SWITCHERS, VIEWERS, WRITERS, bp
from web.stores import stores

MOST_CHARACTERS = 300  # of a sentence: it is read on a telephone
_SAID = {
    "on": "Switched on. Everybody can read the public page from now on.",
    "off": "Switched off. It is gone for everybody within five minutes.",
    "same": "Nothing was different, so nothing was changed.",
    "listed": "Saved. Search engines may name the page.",
    "unlisted": "Saved. Search engines are asked to leave the page out.",
    "told": "Saved. The sentence is on the public page while the probe runs.",
    "untold": "Taken off the public page.",
    "declared": "Declared. It can be deleted until somebody tells a story.",
    "deleted": "Deleted.",
    "stays": "It stays: somebody has told a story since it was declared.",
}
_ENOUGH = (
    f"Words of stories were refused {MOST_REFUSALS} times today, and more cannot be looked up. "
    "Keep what you wrote elsewhere, and come back tomorrow"
)


@dataclass(frozen=True, slots=True)
class ProbeRow:
    """A probe that is planned or runs, with its public sentence in English where there is one."""

    probe: Probe
    sentence: str
    is_running: bool


@dataclass(frozen=True, slots=True)
class SentenceField:
    """A sentence in one language, as it was typed."""

    name: str
    language: str
    title: str
    direction: str
    value: str
    error: str


@bp.get("/<collection_id>")
@open_to(*VIEWERS)
def page(collection_id: str) -> ResponseReturnValue:
    """How the public page stands, the objectives, and what is said of probes."""
    collection, framework = opened(collection_id)
    db, today = stores().stories, _now().date()
    readings = list_readings(db, collection.id)
    standing = get_public_page(db, collection.id)
    return render_template(
        "publishing/page.html",
        collection=collection,
        others=others(collection),
        standing=standing,
        who="Members" if standing.changed_by == MEMBERS else names().get(standing.changed_by, standing.changed_by),
        results=find_results(db, collection, framework),
        objectives=[
            objective_card(one, readings.get(one.id, ()), framework, k=collection.k, today=today)
            for one in list_objectives(db, collection.id)
        ],
        may_declare=may_declare(db, collection.id),
        probes=_probe_rows(collection),
        may_switch=may(*SWITCHERS),
        may_write=may(*WRITERS),
        done=_SAID.get(request.args.get("done", ""), ""),
    )


@bp.get("/<collection_id>/preview")
@open_to(*VIEWERS)
def preview(collection_id: str) -> ResponseReturnValue:
    """The page as everybody would see it."""
    return public_page(*opened(collection_id), preview=True)


@bp.post("/<collection_id>/switch")
@open_to(*SWITCHERS)
def switch(collection_id: str) -> ResponseReturnValue:
    """Switch the public page on or off."""
    collection, _framework = opened(collection_id)
    is_on = request.form.get("is_on") == "1"
    who = current_account().username
    changed = switch_public_page(stores().stories, collection.id, is_on=is_on, actor=who, at=_now())
    return back_to(collection.id, ("on" if is_on else "off") if changed else "same")


@bp.post("/<collection_id>/listing")
@open_to(*SWITCHERS)
def listing(collection_id: str) -> ResponseReturnValue:
    """Say whether search engines may name the page."""
    collection, _framework = opened(collection_id)
    is_listed = request.form.get("is_listed") == "1"
    changed = list_to_search_engines(stores().stories, collection.id, is_listed=is_listed)
    return back_to(collection.id, ("listed" if is_listed else "unlisted") if changed else "same")


@bp.get("/<collection_id>/probes/<probe_id>")
@open_to(*WRITERS)
def sentence(collection_id: str, probe_id: str) -> ResponseReturnValue:
    """The form for what everybody is told of a probe."""
    collection, probe = _held(collection_id, probe_id)
    found = list_public_sentences(stores().stories, collection.id).get(probe.id)
    return _form(collection, probe, dict(found.words) if found else {})


@bp.post("/<collection_id>/probes/<probe_id>")
@open_to(*WRITERS)
def tell(collection_id: str, probe_id: str) -> ResponseReturnValue:
    """Put the sentence on the public page; an empty form takes it off."""
    collection, probe = _held(collection_id, probe_id)
    typed = {
        code: " ".join(clean_text(request.form.get(f"words-{code}", "")).split()) for code in _languages(collection)
    }
    words = {code: said for code, said in typed.items() if said}
    if not words:
        return back_to(collection.id, "untold" if untell_public(stores().stories, probe.id) else "same")
    errors = _wrong(collection, words)
    if errors:
        return _form(collection, probe, typed, errors), 422
    told = PublicSentence(probe.id, words, current_account().username)
    tell_public(stores().stories, told, at=_now())
    return back_to(collection.id, "told")


def back_to(collection_id: str, done: str) -> ResponseReturnValue:
    """To the page of a collection, which says what was done."""
    return redirect(url_for("publishing.page", collection_id=collection_id, done=done), code=303)


def _probe_rows(collection: Collection) -> list[ProbeRow]:
    db = stores().stories
    sentences = list_public_sentences(db, collection.id)
    probes = list_probes(db, collection.id, (ProbeState.PLANNED, ProbeState.RUNNING))
    return [
        ProbeRow(one, sentences[one.id].words[ENGLISH] if one.id in sentences else "", one.state is ProbeState.RUNNING)
        for one in probes
    ]


def _held(collection_id: str, probe_id: str) -> tuple[Collection, Probe]:
    collection, probe = opened(collection_id)[0], get_probe(stores().stories, probe_id)
    if probe.collection != collection.id:
        abort(404)
    return collection, probe


def _languages(collection: Collection) -> tuple[str, ...]:
    others = (code for code in offered_with(framework_of(stores().stories, collection)) if code != ENGLISH)
    return (ENGLISH, *others)


def _wrong(collection: Collection, words: dict[str, str]) -> tuple[FieldError, ...]:
    """What keeps a sentence off the page; whether it quotes a story is looked up once nothing else is wrong."""
    errors = [
        FieldError(f"words-{code}", f"Shorten this to {MOST_CHARACTERS} characters or fewer; it has {len(said)}")
        for code, said in words.items()
        if len(said) > MOST_CHARACTERS
    ]
    if ENGLISH not in words:
        errors.append(
            FieldError(f"words-{ENGLISH}", "Write it in English too: it stands where a language has no words")
        )
    return tuple(errors) or _quoted(collection, words, _now().date())


def _quoted(collection: Collection, words: dict[str, str], today: date) -> tuple[FieldError, ...]:
    db, account = stores().stories, current_account().username
    if count_refusals(db, account, today) >= MOST_REFUSALS:
        return (FieldError(f"words-{ENGLISH}", _ENOUGH),)
    found = find_quotation(db, collection.id, list(words.values()))
    if not found:
        return ()
    add_refusal(db, account, today)
    field = next(f"words-{code}" for code, said in words.items() if found in said)
    said = f"These words stand in a story whose teller did not allow that: “{found}”. Say it in your own words"
    return (FieldError(field, said),)


def _form(collection: Collection, probe: Probe, typed: dict[str, str], errors: Sequence[FieldError] = ()) -> str:
    wrong = {one.field: one.message for one in errors}
    fields = [
        SentenceField(
            f"words-{code}", code, name_of(code), direction(code), typed.get(code, ""), wrong.get(f"words-{code}", "")
        )
        for code in _languages(collection)
    ]
    return render_template(
        "publishing/sentence.html", collection=collection, probe=probe, fields=fields, errors=tuple(errors)
    )


def _now() -> datetime:
    return datetime.now(UTC)
