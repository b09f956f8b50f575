"""The ways in to a collection, its poster, and one-time codes."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.framework import Framework
from narratives.invitation import invitation_codes
from narratives.translation import name_of
from store.accounts import Role
from store.invitations import add_invitations, count_invitations
from web.access import open_to
from web.invite.codes import MOST_CODES, Wanted, cards, csv_of, read_wanted
from web.invite.links import links_of
from web.invite.poster import card_words, languages_of, panels
from web.invite.qr import qr_of
from web.language import offered_with
from web.reach import may_open, visible_collections
from web.respond.telling import fresh_key
from web.stores import stores

bp = Blueprint("invite", __name__, url_prefix="/invite")
_STAFF = (Role.MANAGER, Role.ADMINISTRATOR)


@bp.get("")
@open_to(*_STAFF, within_groups=True)
def choose() -> ResponseReturnValue:
    """The collections that tellers can be invited to."""
    opened = [one for one in visible_collections() if one.is_open_on(date.today())]
    return render_template("invite/choose.html", collections=opened)


@bp.get("/<collection_id>")
@open_to(*_STAFF, within_groups=True)
def ways_in(collection_id: str) -> ResponseReturnValue:
    """Every way in to one collection."""
    return _ways_in(*stores().opened(collection_id))


@bp.get("/<collection_id>/poster")
@open_to(*_STAFF, within_groups=True)
def poster(collection_id: str) -> ResponseReturnValue:
    """A page to print and put up, in two languages where tellers may use two."""
    collection, framework = stores().opened(collection_id)
    links, languages = links_of(collection), languages_of(framework, request.args.get("also", ""))
    return render_template(
        "invite/poster.html",
        collection=collection,
        panels=panels(collection, framework, languages),
        others=[(code, name_of(code)) for code in offered_with(framework) if code not in languages],
        links=links,
        qr=qr_of(links.share),
    )


@bp.post("/<collection_id>/codes")
@open_to(*_STAFF)
def make_codes(collection_id: str) -> ResponseReturnValue:
    """Make one-time codes and show them this once, as cards to print or as a table."""
    collection, framework = stores().opened(collection_id)
    try:
        wanted = read_wanted(request.form)
    except SubmissionError as error:
        return _ways_in(collection, framework, error.errors), 422
    return _codes(collection, framework, wanted)


def _codes(collection: Collection, framework: Framework, wanted: Wanted) -> ResponseReturnValue:
    secret = stores().settings.secret
    codes = invitation_codes(wanted.key, wanted.count, secret)
    add_invitations(stores().stories, collection, codes, secret)
    links = links_of(collection)
    if not wanted.as_csv:
        return render_template(
            "invite/codes.html",
            collection=collection,
            wanted=wanted,
            cards=cards(links, codes),
            words=card_words(collection, framework, languages_of(framework), links.short),
        )
    named = {"Content-Disposition": f'attachment; filename="codes-{collection.id}.csv"'}
    return Response(csv_of(links, codes), mimetype="text/csv", headers=named)


def _ways_in(collection: Collection, framework: Framework, errors: tuple[FieldError, ...] = ()) -> str:
    links = links_of(collection)
    may_make = may_open("invite.make_codes", collection.id)
    return render_template(
        "invite/ways-in.html",
        collection=collection,
        errors=errors,
        typed=request.form.get("count", ""),
        links=links,
        languages=[(code, name_of(code)) for code in offered_with(framework) if code != framework.language],
        qr=qr_of(links.share),
        may_make=may_make,
        may_embed=may_open("invite.embedding", collection.id),
        counted=count_invitations(stores().stories, collection) if may_make else None,
        most=MOST_CODES,
        key=fresh_key(),
    )
