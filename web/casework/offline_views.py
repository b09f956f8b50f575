"""Logging without signal: the page on which it is chosen, the form that a device keeps, and the entries it sends.

What a device keeps is sealed for one account. Another practitioner who signs in on the same device cannot send it, and
nothing on the device says whose it is: the mark of an account is a keyed hash that changes with the organisation.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from flask import Blueprint, Response, g, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import BusyError, NotFoundError, SubmissionError
from narratives.receipt import keyed_hash
from store.accounts import Role
from store.sealing import EnvelopeError, UnknownKeyError
from web.access import EVERYONE, current_account, open_to
from web.casework.account import framework_for, open_collections
from web.casework.choices import default_fields
from web.casework.offline_entry import keep_entry
from web.casework.offline_rules import rules_of
from web.casework.views import form_page
from web.errors import RETRY_SECONDS
from web.organisation import here
from web.respond.sealed import device_keys, label_here, open_story, public_key, read_envelope

bp = Blueprint("log_offline", __name__, url_prefix="/log")


@bp.app_context_processor
def _for_devices() -> dict[str, object]:
    """Lets a practitioner's pages say how much waits on the device, and keep what cannot be sent."""
    return {"log_device": device, "log_rules": rules_of}


def device() -> dict[str, str]:
    """What a device has to know to seal an entry; a page that is kept names neither owner nor key."""
    if g.get("session") is None:
        return {"owner": "", "key": "", "point": ""}
    key = public_key()
    return {"owner": owner_mark(current_account().id), "key": key["id"], "point": key["point"]}


def owner_mark(account_id: str) -> str:
    """What stands for an account on a device."""
    return keyed_hash("log without signal", account_id, here().secret)


@bp.get("/offline")
@open_to(Role.PRACTITIONER, within_groups=True)
def choose() -> ResponseReturnValue:
    """Choose to log without signal, see what waits on this device, and remove everything again."""
    return render_template("casework/offline.html", collections=open_collections(date.today()))


@bp.get("/offline/<collection_id>")
@open_to(Role.PRACTITIONER, within_groups=True)
def shell(collection_id: str) -> ResponseReturnValue:
    """The empty form that a device keeps: no name, no reference, no token, nothing of the log."""
    collection, framework = framework_for(collection_id)
    with _nobody():
        return make_response(form_page(collection, framework, default_fields(datetime.now()), ""))


@bp.get("/offline/session.json")
@open_to(Role.PRACTITIONER, within_groups=True)
def session() -> ResponseReturnValue:
    """Who is signed in, as the device knows them, and the token that their forms carry."""
    answer = jsonify(owner=owner_mark(current_account().id), form_token=g.session.form_token)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/worker.js")
@open_to(EVERYONE)
def worker() -> ResponseReturnValue:
    """The service worker: it may serve the log's first page as well, which lies beside it and not below it."""
    script = url_for("static", filename="js/log-offline/worker.js")
    answer = Response(f'import "{script}";\n', mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = url_for("casework.log")
    return answer


@bp.post("/sealed")
@open_to(Role.PRACTITIONER, within_groups=True)
def take() -> ResponseReturnValue:
    """Open an entry that was sealed for the signed-in account and log it; however often it comes, it is kept once."""
    account = current_account()
    if not hmac.compare_digest(request.form.get("owner", "").encode(), owner_mark(account.id).encode()):
        return jsonify(error="This was kept for somebody else. Sign in as the one who wrote it."), 403
    try:
        label = f"log:{owner_mark(account.id)}"
        story = open_story(device_keys(), read_envelope(label_here(label), request.form), date.today())
        keep_entry(account.id, story.fields, story.told_on)
    except NotFoundError:
        return _refused("The collection that it was logged for is no longer here. Log it again for another one.", 404)
    except UnknownKeyError:
        return _refused("It was kept on this device for too long. The key to open it is gone. Log it again.", 422)
    except EnvelopeError:
        return _refused("It arrived damaged and could not be opened. Log it again.", 422)
    except SubmissionError as error:
        return _refused(error.errors[0].message, 422)
    except BusyError:
        return jsonify(error="Wait a few seconds, then send it again"), 503, {"Retry-After": str(RETRY_SECONDS)}
    return jsonify(kept=request.form["id"]), 201


@contextmanager
def _nobody() -> Iterator[None]:
    """Makes a page as for somebody who is not signed in."""
    held, g.session = g.session, None
    try:
        yield
    finally:
        g.session = held


def _refused(sentence: str, status: int) -> ResponseReturnValue:
    """An answer that is final: the device keeps the entry and shows the sentence beside it."""
    return jsonify(error=sentence), status
