"""How a vote went as a picture: a bar for each constituency, as long as its weight, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.charter import Charter, Constituency
from narratives.proposal import Proposal, ToldTally, told_result
from narratives.translation import gettext as _
from narratives.translation import ngettext
from web.decisions.names import constituency_name

_ROW, _WIDTH = 66, 316
_ORDER = tuple(Constituency)


@dataclass(frozen=True, slots=True)
class Bar:
    """One constituency in units of a picture that is 320 wide; `is_told` says whether its votes may be told."""

    name: str
    y: int
    width: float
    yes: float
    no: float
    is_told: bool
    words: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The picture, what is read aloud in its place, and its keys; the last is empty where nothing is hidden."""

    height: int
    bars: tuple[Bar, ...]
    said: str
    key_yes: str
    key_no: str
    key_hidden: str


def draw(charter: Charter, proposal: Proposal, k: int) -> Drawn | None:
    """The result of a closed vote, told as `told_result` lets it be; None where nothing was counted."""
    if not proposal.tallies:
        return None
    told = sorted(told_result(charter, proposal.tallies, k).tallies, key=lambda one: _ORDER.index(one.constituency))
    most = max((charter.weights[one.constituency] for one in told), default=1)
    bars = tuple(_bar(charter, one, row, most, k) for row, one in enumerate(told))
    return Drawn(
        height=_ROW * len(bars),
        bars=bars,
        said=" ".join(f"{one.name}: {one.words}" for one in bars),
        key_yes=_("Yes"),
        key_no=_("No"),
        key_hidden="" if all(one.is_told for one in bars) else _("Not told: it could show how somebody voted"),
    )


def result_words(tally: ToldTally, k: int) -> str:
    """One constituency's part in a result, in a sentence or two."""
    reached = _("Quorum reached.") if tally.reached else _("Quorum missed.")
    if tally.cast is None:
        return _("%(reached)s Fewer than %(k)s voted, so no count is told.", reached=reached, k=k)
    if tally.yes is None or tally.no is None:
        return ngettext("%(num)s voted.", "%(num)s voted.", tally.cast) + f" {reached}"
    counts = _("%(yes)s yes, %(no)s no", yes=tally.yes, no=tally.no)
    silent = tally.cast - tally.yes - tally.no
    if silent:
        counts += ", " + ngettext("%(num)s abstained", "%(num)s abstained", silent)
    return f"{counts}. {reached}"


def _bar(charter: Charter, tally: ToldTally, row: int, most: int, k: int) -> Bar:
    width = round(_WIDTH * charter.weights[tally.constituency] / most, 1)
    yes, no = tally.yes or 0, tally.no or 0
    is_told = tally.yes is not None
    inked = round(width * yes / (yes + no), 1) if yes + no else 0.0
    share = round(100 * charter.share_of(tally.constituency))
    name = _("%(name)s, %(share)s%% of the vote", name=constituency_name(tally.constituency), share=share)
    rest = round(width - inked, 1) if yes + no else 0.0
    return Bar(name, row * _ROW + 15, width, inked, rest, is_told, result_words(tally, k))
