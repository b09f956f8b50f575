"""What a chart showed when somebody noted what they see in it: asked once, kept, and told on the observation's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import url_for

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.frozen_query import Chart, FrozenQuery, FrozenQueryError, FrozenResult
from narratives.observation import Observation
from store.claims import Claim, add_claim, get_claim
from store.database import Database
from store.release_claims import run_query
from web.claims.reading import address_of, query_of_address
from web.reach import may_open
from web.stores import stores

_CLAIM_PAGE = "claims.claim"
_PICTURES = frozenset({Chart.PICTURE, Chart.LINE})


@dataclass(frozen=True, slots=True)
class ShownWords:
    """What a chart showed on a day: its sentence, what it stands on, and where it is seen as it was asked."""

    sentence: str
    day: str
    stands_on: str
    hash: str
    page: str
    picture: str
    claim: str


def asked_now(collection: Collection, framework: Framework, address: str) -> tuple[FrozenQuery, FrozenResult] | None:
    """What a chart asks and comes to now; None where it cannot be asked again, or shows nothing."""
    query = query_of_address(collection, framework, address, datetime.now(UTC).date())
    if query is None:
        return None
    try:
        result = run_query(stores().stories, stores().landscape, collection, framework, query)
    except (FrozenQueryError, NotFoundError):
        return None
    return (query, result) if result.is_told else None


def keep(db: Database, shown: tuple[FrozenQuery, FrozenResult], one: Observation) -> Claim:
    """Keep what a chart showed to who made an observation, in the chart's own sentence."""
    query, result = shown
    return add_claim(db, query, result, text=result.sentence, actor=one.author, at=one.made_at)


def shown_words(collection: Collection, one: Observation) -> ShownWords | None:
    """What the chart of an observation showed; None where nothing was kept, or it is gone."""
    if not one.claim:
        return None
    try:
        claim = get_claim(stores().stories, one.claim)
    except NotFoundError:
        return None
    page = address_of(claim.query)
    return ShownWords(
        sentence=claim.result.sentence,
        day=spoken(claim.made_at.date()),
        stands_on=_stands_on(collection, claim),
        hash=claim.hash,
        page=page,
        picture=_picture(collection, claim.query, page),
        claim=url_for(_CLAIM_PAGE, claim_id=claim.id) if may_open(_CLAIM_PAGE, collection.id) else "",
    )


def _stands_on(collection: Collection, claim: Claim) -> str:
    n, withheld = claim.result.n, claim.result.withheld
    stories = f"{n:,} stories" if n != 1 else "1 story"
    more = f"at least {withheld:,} more were" if withheld else f"fewer than {collection.k} more were"
    return f"It stands on {stories}; {more} withheld."


def _picture(collection: Collection, query: FrozenQuery, page: str) -> str:
    """The picture as it was asked for; empty where the chart is none."""
    if query.chart not in _PICTURES:
        return ""
    signifier = query.subject[0] if query.subject else "line"
    path = url_for("explore.picture_svg", collection_id=collection.id, signifier=signifier)
    return f"{path}?{urlsplit(page).query}"
