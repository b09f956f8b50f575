"""Words of stories in what people wrote for a report: an issue is handed on, so that it quotes none without leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from store.release_quotations import MOST_REFUSALS, add_refusal, count_refusals, find_quotation
from web.access import current_account
from web.explore.blueprint import today
from web.stores import stores

_TYPED = ("title", "text", "idea", "questions")  # of a part or a reading; what a claim shows is ours
_ENOUGH = (
    f"Words of stories were refused {MOST_REFUSALS} times today, and more cannot be looked up. "
    "Freeze the report tomorrow"
)


def quoted_in(document: Mapping[str, Any], collection_id: str) -> str:
    """What is wrong where a report quotes a story whose teller did not allow that; empty where it does not."""
    db, account = stores().stories, current_account().username
    if count_refusals(db, account, today()) >= MOST_REFUSALS:
        return _ENOUGH
    found = find_quotation(db, collection_id, [words for words in _typed(document) if words])
    if not found:
        return ""
    add_refusal(db, account, today())
    return f"These words stand in a story whose teller did not allow that: “{found}”. Say it in your own words"


def _typed(document: Mapping[str, Any]) -> Iterator[str]:
    yield from (document["title"], document["purpose"])
    for part in document["parts"]:
        for words in (part, *part.get("readings", ())):
            yield from (words[name] for name in _TYPED if name in words)
        yield from (said for _, said in part.get("lines", ()))
