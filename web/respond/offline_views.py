"""Telling without signal: the page on which it is chosen, what a device needs for it, and the stories it sends."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import BusyError, FieldError, NotFoundError, SubmissionError
from narratives.receipt import sealed_code
from narratives.translation import gettext as _
from store.intake import Outcome
from store.sealing import EnvelopeError, UnknownKeyError
from web.access import EVERYONE, open_to
from web.errors import RETRY_SECONDS
from web.language import spoken, worded
from web.respond.invited import invitation_of
from web.respond.offline_rules import rules_of
from web.respond.recording import read_recording
from web.respond.sealed import device_keys, label_here, open_story, public_key, read_envelope
from web.respond.start import signposts_of
from web.respond.telling import Telling
from web.stores import stores

bp = Blueprint("offline", __name__)
_THEME, _PAPER = "#12555c", "#f7f5f0"  # --mm-accent and --mm-paper of static/css/murmuration.css
_SIZES = (192, 512)


@bp.get("/share/<collection_id>/offline")
@open_to(EVERYONE)
def choose(collection_id: str) -> ResponseReturnValue:
    """Choose to tell without signal, see what waits on this device, and remove everything again."""
    collection, framework = stores().opened(collection_id)
    return render_template(
        "respond/offline.html",
        collection=collection,
        framework=framework,
        pages=pages_kept(collection, spoken().offered),
        rules=rules_of(collection, worded(framework)),
        signposts=signposts_of(collection),
    )


@bp.get("/share/sealing-key.json")
@open_to(EVERYONE)
def key() -> ResponseReturnValue:
    """The public key that devices seal stories to."""
    return jsonify(public_key())


@bp.get("/share/worker.js")
@open_to(EVERYONE)
def worker() -> ResponseReturnValue:
    """The service worker: under /share/, because a worker serves the pages beside and below it, and no others."""
    script = url_for("static", filename="js/offline/worker.js")
    return Response(f'import "{script}";\n', mimetype="text/javascript")


@bp.get("/share/<collection_id>/app.webmanifest")
@open_to(EVERYONE)
def manifest(collection_id: str) -> ResponseReturnValue:
    """What a device installs this collection's form as."""
    collection, _framework = stores().opened(collection_id)
    images = [
        {"src": url_for("static", filename=f"images/{name}-{size}.png"), "sizes": f"{size}x{size}", "purpose": purpose}
        for size in _SIZES
        for name, purpose in (("icon", "any"), ("icon-maskable", "maskable"))
    ]
    answer = make_response(
        jsonify(
            id=url_for("offline.choose", collection_id=collection.id, lang=None),
            name=collection.title,
            short_name=collection.title[:30],
            start_url=url_for("respond.whole", collection_id=collection.id, lang=spoken().code),
            scope=url_for("offline.worker").rpartition("/")[0] + "/",
            display="standalone",
            lang=spoken().code,
            theme_color=_THEME,
            background_color=_PAPER,
            icons=[{**image, "type": "image/png"} for image in images],
        )
    )
    answer.mimetype = "application/manifest+json"
    return answer


@bp.post("/share/<collection_id>/sealed")
@open_to(EVERYONE)
def take(collection_id: str) -> ResponseReturnValue:
    """Open a sealed story and store it as if its form had been sent; however often it comes, it is stored once.

    The answer does not hold the receipt's code: whoever finds the device could send the envelope again to get it.
    """
    today = date.today()
    try:
        telling, told_on = _open(collection_id, today)
        outcome = _store(telling, told_on)
    except _ClosedError:
        return _refused(_("This collection is closed. It takes no more stories."), 410)
    except NotFoundError:
        return _refused(_("This collection is no longer here."), 404)
    except UnknownKeyError:
        return _refused(_("This story was kept on the device for too long. The key to open it is gone."), 422)
    except EnvelopeError:
        return _refused(_("This story arrived damaged and could not be opened."), 422)
    except SubmissionError as error:
        return _refused(error.errors[0].message, 422)
    except BusyError:
        busy = jsonify(error=_("Wait a few seconds, then send it again"))
        return busy, 503, {"Retry-After": str(RETRY_SECONDS)}
    return _settled(outcome)


class _ClosedError(Exception):
    """The collection takes no stories today."""


def _open(collection_id: str, today: date) -> tuple[Telling, date]:
    collection, framework = stores().opened(collection_id)
    if not collection.is_open_on(today):
        raise _ClosedError
    story = open_story(device_keys(), read_envelope(label_here(collection_id), request.form), today)
    return Telling(collection, worded(framework), story.fields), story.told_on


def _store(telling: Telling, told_on: date) -> Outcome:
    """Raises SubmissionError and BusyError, as for a form that is sent."""
    narrative, idempotency_key = telling.narrative(told_on), telling.key()
    invitation = invitation_of(telling)
    if invitation == "":
        raise SubmissionError([FieldError("invitation", _("The invitation for this story is missing or mistyped."))])
    recording = read_recording(telling.collection, telling.fields)  # none fits into an envelope: says so
    receipt = stores().intake.submit(
        telling.collection,
        telling.framework,
        narrative,
        idempotency_key,
        invitation=invitation,
        recording=recording,
        code=sealed_code(idempotency_key),
    )
    return receipt.outcome


def _settled(outcome: Outcome) -> ResponseReturnValue:
    if outcome in {Outcome.STORED, Outcome.REPEATED}:
        return jsonify(kept=request.form["id"]), 201
    if outcome is Outcome.WITHDRAWN:
        return _refused(_("This story was sent before and taken out again."), 409)
    if outcome is Outcome.DIFFERENT:
        return _refused(_("This story was sent before in other words. The first version is kept."), 409)
    return _refused(_("The invitation for this story was used already."), 409)


def _refused(sentence: str, status: int) -> ResponseReturnValue:
    """An answer that is final: the device keeps the story and shows the sentence beside it."""
    return jsonify(error=sentence), status


def pages_kept(collection: Collection, languages: tuple[str, ...]) -> list[str]:
    """The addresses of the pages that open without signal, in every language, that of this page first."""
    codes = sorted(languages, key=lambda code: code != spoken().code)
    endpoints = ("respond.whole", "offline.choose")
    return [url_for(each, collection_id=collection.id, lang=code) for code in codes for each in endpoints]
