"""Trying questions with colleagues before they are opened, and the bar that says so on every page of a trial."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.opening import collection_of
from store.erasure_trials import end_trials
from store.opening_drafts import bounds_of, framework_of_draft
from store.release_trials import count_told
from store.trials import KEPT, begin_trial, is_trial, trial_of
from web.access import current_account, open_to
from web.design.blueprint import DESIGNERS, held, opening
from web.design.review import hindrances
from web.explore.blueprint import today
from web.invite.links import links_of
from web.invite.qr import qr_of
from web.stores import stores


@opening.get("/<draft_id>/trial")
@open_to(*DESIGNERS)
def trial(draft_id: str) -> ResponseReturnValue:
    """The trial of a draft with its link, or what a trial is."""
    draft = held(draft_id)
    found = trial_of(stores().stories, draft.id)
    links = links_of(found.collection) if found else None
    return render_template(
        "design/trial.html",
        draft=draft,
        trial=found,
        told=count_told(stores().stories, found.collection.id) if found else 0,
        ends_on=(found.made_at + KEPT).date() if found else None,
        link=links.share if links else "",
        qr=qr_of(links.share) if links else None,
        hindrances=[] if found else hindrances(draft),
        done=request.args.get("done", ""),
    )


@opening.post("/<draft_id>/trial")
@open_to(*DESIGNERS)
def begin(draft_id: str) -> ResponseReturnValue:
    """Begin a trial of the draft as it is now; one that there is already is thrown away with what was told in it."""
    draft, db, at = held(draft_id), stores().stories, datetime.now(UTC)
    if hindrances(draft) or draft.is_open:
        return redirect(url_for(".trial", draft_id=draft_id), code=303)
    end_trials(db, draft_id)
    stores().look_again()
    collection = collection_of(draft, framework_of_draft(db, draft), bounds_of(db, today()))
    begin_trial(db, draft, collection, actor=current_account().username, at=at)
    return redirect(url_for(".trial", draft_id=draft_id, done="begun"), code=303)


@opening.post("/<draft_id>/trial/end")
@open_to(*DESIGNERS)
def end(draft_id: str) -> ResponseReturnValue:
    """Delete the trial of a draft with everything that was told in it."""
    end_trials(stores().stories, held(draft_id).id)
    stores().look_again()
    return redirect(url_for(".trial", draft_id=draft_id, done="ended"), code=303)


@opening.app_template_global("on_trial")
def on_trial() -> bool:
    """Whether the page is about a collection in which questions are only tried; asked once a request."""
    if "on_trial" not in g:
        named = (request.view_args or {}).get("collection_id")
        g.on_trial = bool(named) and is_trial(stores().stories, str(named))
    found: bool = g.on_trial
    return found
