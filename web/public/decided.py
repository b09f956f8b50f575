"""What members decided, for everybody: the rules of voting, each result, and how the roll changed. It names nobody."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken as spoken_day
from narratives.charter import Charter, Constituency
from narratives.covered import WORDS, Setting, Subject
from narratives.proposal import Proposal, ProposalState, told_result
from narratives.translation import gettext as _
from narratives.translation import ngettext
from store.charters import current_charter, get_charter
from store.collections import list_collections
from store.proposals import list_decisions, list_proposals
from store.rolls import RollChange, count_roll, list_roll_changes
from store.smallest_group import smallest_group
from web.access import EVERYONE, open_to
from web.decisions.names import constituency_name, setting_name
from web.decisions.picture import Drawn, draw
from web.decisions.values import shown
from web.public.blueprint import bp
from web.stores import stores


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """One decision in the log: what, from what to what, why, and how the vote went."""

    id: str
    title: str
    about: str
    day: str
    outcome: str
    before: str
    after: str
    why: str
    share: str
    problem: str
    drawn: Drawn | None


@dataclass(frozen=True, slots=True)
class OpenCard:
    """A proposal that is open: what it is about, and until when."""

    title: str
    about: str
    before: str
    after: str
    until: str


@bp.get("/decisions")
@open_to(EVERYONE)
def decided() -> ResponseReturnValue:
    """The public log."""
    db = stores().stories
    kept, titles = current_charter(db), {one.id: one.title for one in list_collections(db)}
    return render_template(
        "public/decided.html",
        charter=_charter_lines(kept.charter) if kept else [],
        covered=[setting_name(one) for one in Setting if kept and one in kept.charter.covered],
        open=[_open_card(one, titles) for one in list_proposals(db, (ProposalState.OPEN,))],
        cards=[_card(one, titles) for one in list_decisions(db)],
        changes=[_change(one) for one in list_roll_changes(db)],
    )


def _card(proposal: Proposal, titles: dict[str, str]) -> DecisionCard:
    k, charter = smallest_group(stores().stories), get_charter(stores().stories, proposal.charter).charter
    return DecisionCard(
        id=proposal.id,
        title=setting_name(proposal.setting),
        about=_about(proposal),
        day=spoken_day((proposal.closed_at or proposal.closes_at).date()),
        outcome=_outcome(proposal),
        before=shown(proposal.setting, proposal.before, titles),
        after=shown(proposal.setting, proposal.after, titles),
        why=proposal.because,
        share=_share(proposal, charter, k),
        problem=proposal.problem,
        drawn=draw(charter, proposal, k),
    )


def _open_card(proposal: Proposal, titles: dict[str, str]) -> OpenCard:
    return OpenCard(
        setting_name(proposal.setting),
        _about(proposal),
        shown(proposal.setting, proposal.before, titles),
        shown(proposal.setting, proposal.after, titles),
        spoken_day(proposal.closes_at.date()),
    )


def _about(proposal: Proposal) -> str:
    return "" if WORDS[proposal.setting].of is Subject.ORGANISATION else proposal.subject_title


def _outcome(proposal: Proposal) -> str:
    if proposal.state is ProposalState.FAILED:
        return _("Not passed: it stays as it was.")
    if proposal.applied_at is not None:
        return _("Passed, and in force since %(day)s.", day=spoken_day(proposal.applied_at.date()))
    if proposal.problem:
        return _("Passed. It could not be put in force:")
    return _("Passed. It is being put in force.")


def _share(proposal: Proposal, charter: Charter, k: int) -> str:
    found = told_result(charter, proposal.tallies, k)
    if found.outcome.short:
        return _("A quorum was missed, so it could not pass.")
    if found.share is None:
        return ""
    share = f"{float(found.share):.0%}"
    return _(
        "By weight %(share)s said yes; more than %(majority)s%% was needed.", share=share, majority=charter.majority
    )


def _charter_lines(charter: Charter) -> list[str]:
    held = count_roll(stores().stories)
    lines = [_constituency(charter, one, held[one]) for one in charter.voting]
    lines.append(
        ngettext(
            "A proposal is open for votes for %(num)s day.",
            "A proposal is open for votes for %(num)s days.",
            charter.days,
        )
    )
    lines.append(
        _("It passes when every quorum is reached and more than %(majority)s%% says yes.", majority=charter.majority)
    )
    return lines


def _constituency(charter: Charter, one: Constituency, people: int) -> str:
    return ngettext(
        "%(name)s: %(share)s%% of the vote, %(num)s person on the roll, quorum %(quorum)s in 100.",
        "%(name)s: %(share)s%% of the vote, %(num)s people on the roll, quorum %(quorum)s in 100.",
        people,
        name=constituency_name(one),
        share=round(100 * charter.share_of(one)),
        quorum=charter.quorum[one],
    )


def _change(change: RollChange) -> str:
    name = constituency_name(change.constituency)
    day = spoken_day(change.on)
    return _("%(day)s, %(name)s: %(came)s came, %(went)s went.", day=day, name=name, came=change.came, went=change.went)
