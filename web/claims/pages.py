"""The claims of a collection, one claim with what it stands on, and asking it again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from narratives.frozen_query import FrozenResult, result_hash
from store.claims import Claim, delete_claim, list_claims, stands_under
from store.release_claims import asked_again
from store.release_stories import list_stories_by_id
from web.access import may, open_to
from web.claims.asked import asked, stories_words
from web.claims.blueprint import MAKERS, VIEWERS, bp, held, may_delete, opened
from web.claims.reading import address_of
from web.explore.blueprint import may_read, others, today
from web.explore.pictures.file_name import file_name
from web.people import names
from web.stores import stores

_LISTED = 20  # stories on a claim's page; the file has all of them
_WHOLE_WORDS = 60
_DONE = {
    "made": "Kept. Whoever opens this page can ask again.",
    "deleted": "The claim is deleted. No story was touched.",
}
_SHORT = 12


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A story that a claim stands on: its title or first words, and where it is read."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Again:
    """What asking again came to: the hash, and a sentence for each thing that changed."""

    hash: str
    changed: tuple[str, ...]
    result: FrozenResult


@bp.get("/in/<collection_id>")
@open_to(*VIEWERS)
def page(collection_id: str) -> ResponseReturnValue:
    """Every claim about a collection, newest first."""
    collection, _ = opened(collection_id)
    return render_template(
        "claims/page.html",
        collection=collection,
        claims=list_claims(stores().stories, collection_id),
        names=names(),
        spoken=spoken,
        stories_words=stories_words,
        may_make=may(*MAKERS),
        done=_DONE.get(request.args.get("done", ""), ""),
        others=others(collection),
    )


@bp.get("/<claim_id>")
@open_to(*VIEWERS)
def claim(claim_id: str) -> ResponseReturnValue:
    """One claim with what it stands on."""
    return _page(claim_id, None)


@bp.get("/<claim_id>/again")
@open_to(*VIEWERS)
def again(claim_id: str) -> ResponseReturnValue:
    """The same question asked now: the same hash, or what changed."""
    one, collection, framework = held(claim_id)
    now, changed = asked_again(stores().stories, stores().landscape, collection, framework, one)
    return _page(claim_id, Again(result_hash(one.query, now), changed, now))


@bp.get("/<claim_id>.json")
@open_to(*VIEWERS)
def claim_json(claim_id: str) -> ResponseReturnValue:
    """A claim as a file: enough to work out its hash without us, for whoever may read the stories."""
    one, collection, _ = held(claim_id)
    answer = Response(json.dumps(as_json(one), ensure_ascii=False, indent=1), content_type="application/json")
    name = file_name("json", today(), collection.title, f"claim {one.hash[:_SHORT]}")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.post("/<claim_id>/delete")
@open_to(*MAKERS)
def delete(claim_id: str) -> ResponseReturnValue:
    """Delete a claim that nothing stands on."""
    one, _, _ = held(claim_id)
    if not may_delete(one):
        abort(403)
    if not delete_claim(stores().stories, one.id):
        return _page(claim_id, None), 409
    return redirect(url_for(".page", collection_id=one.collection, done="deleted"), code=303)


def as_json(one: Claim) -> Mapping[str, Any]:
    """A claim as its file has it; who may not read stories learns how many, and not which."""
    result = one.result.to_json()
    if not may_read(one.collection):
        result |= {"stories": len(one.result.stories)}
    return {
        "id": one.id,
        "text": one.text,
        "query": one.query.to_json(),
        "result": result,
        "withheld": one.result.withheld,
        "stories_then": one.n_stories,
        "hash": one.hash,
        "made_by": one.made_by,
        "made_at": one.made_at.isoformat(),
        "rules": one.rules,
        "how_to_check": "SHA-256 of {query, result} as JSON with sorted keys and no spaces, in UTF-8",
    }


def _page(claim_id: str, asked_now: Again | None) -> str:
    one, collection, framework = held(claim_id)
    return render_template(
        "claims/claim.html",
        collection=collection,
        claim=one,
        asked=asked(collection, framework, one.query, one.result, today()),
        again=asked_now,
        who=names().get(one.made_by, "somebody who has left"),
        when=spoken(one.made_at.date()),
        seen=address_of(one.query),
        stories=_links(one) if may_read(one.collection) else (),
        more=max(len(one.result.stories) - _LISTED, 0),
        may_read=may_read(one.collection),
        stories_words=stories_words,
        may_delete=may(*MAKERS) and may_delete(one),
        under=stands_under(stores().stories, one.id),
        done=_DONE.get(request.args.get("done", ""), "") if asked_now is None else "",
    )


def _links(one: Claim) -> Sequence[StoryLink]:
    """The first stories of a claim that were told in words; who may read stories reads them there."""
    collection, _ = opened(one.collection)
    found = list_stories_by_id(stores().stories, collection, one.result.stories[:_LISTED])
    return [
        StoryLink(
            _brief(story.title or story.text) or "A story that was spoken",
            url_for("explore.story", collection_id=collection.id, story_id=story.id),
        )
        for story in found
    ]


def _brief(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= _WHOLE_WORDS else f"{text[:_WHOLE_WORDS].rsplit(' ', 1)[0]}…"
