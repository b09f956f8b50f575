"""Stories whose words may tell of danger: a person looks, and says whether to act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from narratives.danger import kinds_said
from narratives.framework import Framework
from store.safeguarding import Flagged, Verdict, judge, look_once_more
from store.safeguarding_clocks import Clock
from web.access import open_to
from web.moderate.acting import who
from web.moderate.queues import KINDS, own_words
from web.sentences import joined
from web.stores import stores
from web.urgent.cards import STATES, due_words, waiting_words
from web.urgent.roles import ACTING

bp = Blueprint("flagged", __name__, url_prefix="/urgent")


@dataclass(frozen=True, slots=True)
class FlaggedCard:
    """A story that nobody has looked at, or that somebody found no danger in."""

    id: str
    kind: str
    group: str
    title: str
    text: str
    short: tuple[tuple[str, str], ...]
    spoken: bool
    may_tell: str
    strength: str
    waits: str
    due: str
    is_late: bool
    state: str
    looked: str


@bp.post("/<story_id>/act", defaults={"decision": "act"})
@bp.post("/<story_id>/nothing", defaults={"decision": "nothing"})
@bp.post("/<story_id>/look-again", defaults={"decision": "look-again"})
@open_to(*ACTING, within_groups=True)
def decide(story_id: str, decision: str) -> ResponseReturnValue:
    """Say what came of looking: it goes among the urgent ones, or there is no danger in it; or undo the latter."""
    db = stores().stories
    if decision == "look-again":
        moved = look_once_more(db, story_id, **who())
    else:
        moved = judge(db, story_id, Verdict(decision), **who())
    return redirect(url_for("urgent.queue", done=decision if moved else "moved", story=story_id), code=303)


def flagged_card(
    one: Flagged, framework: Framework, names: Mapping[str, str], now: datetime, clock: Clock | None = None
) -> FlaggedCard:
    """A story with what its words may tell of."""
    told, flag = one.narrative, one.flag
    by = names.get(flag.looked_by, flag.looked_by)
    return FlaggedCard(
        id=told.id,
        kind=KINDS[told.kind],
        group=told.group,
        title=told.title,
        text=told.text,
        short=own_words(framework, told.answers),
        spoken=one.spoken,
        may_tell=f"May tell of {joined(kinds_said(flag.kinds))}.",
        strength=strength_words(flag.score),
        waits=waiting_words(told.told_on, now.date(), by_teller=True),
        due=due_words(clock, now),
        is_late=clock is not None and clock.due_at <= now,
        state=STATES[one.state],
        looked=f"{by} found no danger in it on {spoken(flag.looked_at.astimezone().date())}" if flag.looked_at else "",
    )


def strength_words(score: float) -> str:
    """How strongly the words point there, in words: the score ranks, and is no probability."""
    return "Strong sign" if score >= 0.8 else "Clear sign" if score >= 0.65 else "Weak sign"
