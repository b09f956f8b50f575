"""`flask decisions`: what members decide about, what is being voted on, and what was decided."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from narratives.calendar import spoken
from narratives.covered import WORDS, Setting, value_words
from narratives.proposal import Proposal, ProposalState
from store.charters import current_charter
from store.commands.settings import story_store
from store.decisions import close_due
from store.proposals import list_proposals


@click.group("decisions")
def decisions_cli() -> None:
    """What members decide by vote."""


@decisions_cli.command("list")
@with_appcontext
def list_command() -> None:
    """Print what members decide about, what is open, and what was decided, newest first."""
    with story_store() as db:
        kept = current_charter(db)
        proposals = list_proposals(db)
    if kept is None:
        click.echo("There is no charter: administrators change everything. One is begun under Decisions.")
        return
    covered = ", ".join(WORDS[one].title.lower() for one in Setting if one in kept.charter.covered)
    click.echo(f"Charter {kept.revision}, since {spoken(kept.made_at.date())}. Members decide about: {covered}.")
    for proposal in proposals:
        click.echo(_line(proposal))


@decisions_cli.command("close")
@with_appcontext
def close_command() -> None:
    """Close the votes whose time is over and put in force what passed, as the worker does. Safe to repeat."""
    with story_store() as db:
        closed = close_due(db, datetime.now(UTC))
    for proposal in closed:
        click.echo(_line(proposal))
    if not closed:
        click.echo("No vote is due.")


def _line(proposal: Proposal) -> str:
    words = f"{WORDS[proposal.setting].title}, {proposal.subject_title}"
    change = f"{_value(proposal, proposal.before)} -> {_value(proposal, proposal.after)}"
    when = f"open until {spoken(proposal.closes_at.date())}" if proposal.is_open else _closed(proposal)
    return f"{proposal.id}  {words}: {change}; {when}"


def _value(proposal: Proposal, value: str) -> str:
    return value_words(proposal.setting, value) or "nothing"


def _closed(proposal: Proposal) -> str:
    on = spoken((proposal.closed_at or proposal.closes_at).date())
    if proposal.state is not ProposalState.PASSED:
        return f"{proposal.state.value} on {on}"
    return f"passed on {on}, in force" if proposal.applied_at else f"passed on {on}, not in force: {proposal.problem}"
