"""What a reader has chosen, as chips that can be taken away one by one: the selection, words, use and theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from narratives.collection import Policy
from narratives.narrative import Scope
from store import release
from store.release import Totals
from web.explore.picks import Picks
from web.explore.reading.stories_page import Reader
from web.explore.reading.wanted import Wanted
from web.explore.selection_bar import Chip, SelectionTeller, left_out_words

_USES = {Scope.QUOTE: "May be quoted", Scope.PUBLISH: "May be published"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chips, how many stories the selection holds, and the comparison with the rest (None where there is none)."""

    chips: tuple[Chip, ...]
    told: str
    left_out: str
    compare: str | None


def chosen(reader: Reader, themes: Mapping[int, str]) -> Chosen:
    """What a reader has chosen."""
    stores, view = reader.stores, reader.filters.view
    asked = (stores.landscape, reader.framework)
    totals = release.totals(stores.stories, reader.collection, view, *asked)
    whole = release.totals(stores.stories, reader.collection, reader.filters.whole, *asked)
    picks = Picks(reader.framework, reader.filters, reader.wanted.query)
    bar = SelectionTeller(reader.framework, reader.filters, picks, themes).bar(totals, whole, may_read=True)
    return Chosen(
        chips=(*bar.chips, *_wanted_chips(reader, themes)),
        told=_out_of(bar.told) if reader.wanted.words or reader.wanted.like else bar.told,
        left_out=left_out_words(totals, reader.collection.policy) or _counted_words(totals, reader.collection.policy),
        compare=bar.compare,
    )


def _out_of(told: str) -> str:
    """A search finds some of the stories selected, and does not say how many: the total is what it looked among."""
    return f"Out of {told[:1].lower()}{told[1:]}".removesuffix(" selected")


def _counted_words(totals: Totals, policy: Policy) -> str:
    """How many of the stories selected are not below, since they are only counted."""
    if policy is Policy.PROTECTED and totals.batched:
        return "Those that can be read are below."
    if policy is not Policy.OPEN or not totals.batched:
        return ""
    counted = "1 is" if totals.batched == 1 else f"{totals.batched:,} are"
    return f"{totals.open:,} of them can be read; {counted} only counted, in closed batches."


def _wanted_chips(reader: Reader, themes: Mapping[int, str]) -> Iterator[Chip]:
    wanted = reader.wanted
    if wanted.words:
        yield _chip(reader, f"Search: {wanted.words}", wanted.without_search())
    if wanted.like:
        yield _chip(reader, "Like one story", wanted.without_search())
    if wanted.use in _USES:
        yield _chip(reader, _USES[wanted.use], replace(wanted, use=Scope.READ))
    if wanted.theme is not None:
        yield _chip(reader, f"Theme: {themes.get(wanted.theme, wanted.theme)}", replace(wanted, theme=None))


def _chip(reader: Reader, text: str, wanted: Wanted) -> Chip:
    return Chip(text, Picks(reader.framework, reader.filters, wanted.query).asked(reader.filters.query))
