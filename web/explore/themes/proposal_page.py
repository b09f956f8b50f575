"""A proposal of other themes as a page: what is kept, split, merged, born and ends, with words and a story each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from store.release_themes import ReleasedTheme, list_proposed_stories, list_released_themes, list_retired_themes
from store.results import Theme
from store.theme_proposal_rows import WAY_BACK
from store.theme_proposals import ThemeProposal, list_proposals
from web.explore.reading.story_cards import QUOTE_CHARACTERS, StoryCard, story_cards
from web.explore.themes.flow import FlowPicture, flow_picture
from web.explore.themes.words import holds_words, stability_words
from web.sentences import joined
from web.stores import Stores

_OUTCOMES = {
    "accepted": "Accepted",
    "declined": "Declined",
    "overtaken": "Overtaken: the themes or the stories had moved on",
    "taken back": "Taken back",
}


@dataclass(frozen=True, slots=True)
class ProposedCard:
    """One proposed theme, or one that ends."""

    name: str
    what: str
    terms: tuple[str, ...] = ()
    size: str = ""
    holds: str = ""
    story: StoryCard | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One way that stories would go: from, to, how many."""

    old: str
    new: str
    n: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of an earlier proposal."""

    made: str
    what: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """The proposal that is shown (`id` "" for none), with its picture and the same as a table.

    `is_open` says that it waits, `undo_until` until when an accepted one can be taken back ("" when it cannot).
    """

    id: str
    made: str
    is_open: bool
    outcome: str
    undo_until: str
    summary: str
    now: str
    then: str
    picture: FlowPicture | None
    rows: tuple[Row, ...]
    proposed: tuple[ProposedCard, ...]
    ending: tuple[ProposedCard, ...]
    compared: int
    history: tuple[Decided, ...]


class ProposalMaker:
    """Makes the page of a collection's proposals."""

    def __init__(
        self,
        stores: Stores,
        collection: Collection,
        framework: Framework,
        people: Mapping[str, str],
        at: datetime,
        *,
        may_read: bool,
    ) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._people = people
        self._at = at
        self._may_read = may_read

    def page(self) -> ProposalPage:
        """The open proposal, or the newest; the others are its history."""
        found = list_proposals(self._stores.stories, self._collection.id)
        if not found:
            return ProposalPage("", "", False, "", "", "", "", "", None, (), (), (), 0, ())
        return self._page(found[0], found[1:])

    def _page(self, proposal: ThemeProposal, earlier: list[ThemeProposal]) -> ProposalPage:
        changes, names = proposal.changes, self._names(proposal)
        flows = [flow for flow in changes.flows if flow.n >= self._collection.k]
        news = [theme.id for theme in proposal.themes]
        rows = [Row(names[_side("old", flow.old)], names[_side("new", flow.new)], flow.n) for flow in flows]
        until = proposal.decided_at + WAY_BACK if proposal.decided_at and proposal.may_go_back(self._at) else None
        return ProposalPage(
            id=proposal.id,
            made=spoken(proposal.made_on),
            is_open=proposal.decision is None,
            outcome=_OUTCOMES.get(proposal.decision or "", ""),
            undo_until="" if until is None else spoken(until.date()),
            summary=_summary(proposal),
            now=stability_words(proposal.now) if proposal.now else "",
            then=stability_words(proposal.then) if proposal.then else "",
            picture=flow_picture(flows, changes.olds, news, names) if flows and news else None,
            rows=tuple(sorted(rows, key=lambda row: -row.n)),
            proposed=tuple(self._proposed(proposal, names)),
            ending=tuple(self._ending(proposal, names)),
            compared=sum(flow.n for flow in flows),
            history=tuple(
                self._decided(one) for one in (earlier if proposal.decision is None else [proposal, *earlier])
            ),
        )

    def _names(self, proposal: ThemeProposal) -> dict[str, str]:
        """What themes are called now and under the proposal."""
        db = self._stores.stories
        known: dict[int, str] = {one.id: one.name for one in list_retired_themes(db, self._collection)}
        living: list[ReleasedTheme] = list_released_themes(db, self._collection)
        known |= {one.id: one.name for one in living}
        named = {f"old:{one}": known.get(one, f"Theme {one + 1}") for one in proposal.changes.olds}
        named |= {f"old:{flow.old}": known.get(flow.old, "") for flow in proposal.changes.flows if flow.old is not None}
        return named | {f"new:{theme.id}": theme.name for theme in proposal.themes} | {"none": "No theme"}

    def _proposed(self, proposal: ThemeProposal, names: Mapping[str, str]) -> list[ProposedCard]:
        may = self._may_read
        stories = list_proposed_stories(self._stores.stories, self._collection, proposal.id) if may else {}
        held = {} if proposal.then is None else proposal.then.themes
        cards = []
        for theme in proposal.themes:
            told = [stories[theme.id]] if theme.id in stories else []
            quoted = story_cards(self._collection, self._framework, told, {}, most=QUOTE_CHARACTERS)
            few = f"Fewer than {self._collection.k} of the stories compared"
            cards.append(
                ProposedCard(
                    name=theme.name,
                    what=_what(theme, proposal, names),
                    terms=tuple(term for term in theme.terms if term not in theme.name.split(", ")),
                    size=f"{theme.size:,} of the stories compared" if theme.size >= self._collection.k else few,
                    holds=holds_words(held.get(theme.id)),
                    story=quoted[0] if quoted else None,
                )
            )
        return cards

    def _ending(self, proposal: ThemeProposal, names: Mapping[str, str]) -> list[ProposedCard]:
        """Themes that no proposed one carries on under their number."""
        living = {theme.id for theme in proposal.themes}
        cards = []
        for old in proposal.changes.olds:
            if old in living:
                continue
            flows = [flow for flow in proposal.changes.flows if flow.old == old and flow.n >= self._collection.k]
            ways = [names[_side("new", flow.new)] for flow in sorted(flows, key=lambda flow: -flow.n)[:3]]
            went = f"Most of its stories go to {joined([f'“{way}”' for way in ways])}." if ways else ""
            cards.append(ProposedCard(names[f"old:{old}"], went or "Its stories go to several others, few to each."))
        return cards

    def _decided(self, one: ThemeProposal) -> Decided:
        when = "" if one.decided_at is None else spoken(one.decided_at.date())
        who = self._people.get(one.decided_by, one.decided_by)
        return Decided(spoken(one.made_on), _OUTCOMES.get(one.decision or "", ""), who, when)


def _side(side: str, theme: int | None) -> str:
    return "none" if theme is None else f"{side}:{theme}"


def _what(theme: Theme, proposal: ThemeProposal, names: Mapping[str, str]) -> str:
    """What becomes of a theme in a sentence."""
    changes = proposal.changes
    others = [names[f"old:{one}"] for one in changes.merged.get(theme.id, theme.parents) if one != theme.id]
    told = joined([f"“{one}”" for one in others if one])
    if theme.id in changes.kept:
        if theme.id in changes.merged and told:
            return f"Kept, and takes in {told}."
        return "Kept, and gives stories to a new one." if theme.id in changes.split else "Kept."
    if theme.id in changes.merged and told:
        return f"New: made of {told}."
    return f"New: part of {told}." if told else "New: its stories lay in several themes."


def _summary(proposal: ThemeProposal) -> str:
    """How many themes there are and would be."""
    old, new = len(proposal.changes.olds), len(proposal.themes)
    if not new:
        return f"The stories no longer fall into themes: {_themes(old)} would end, and no story would have a theme."
    ends = sum(one not in {theme.id for theme in proposal.themes} for one in proposal.changes.olds)
    fresh = sum(theme.id not in proposal.changes.olds for theme in proposal.themes)
    if old == new:
        return f"{_themes(new).capitalize()} as now: {new - fresh} kept, {fresh} new, {ends} would end."
    return f"{_themes(new).capitalize()} instead of {old}: {new - fresh} kept, {fresh} new, {ends} would end."


def _themes(n: int) -> str:
    return f"{n} theme" if n == 1 else f"{n} themes"
