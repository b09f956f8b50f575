"""A deployment in which somebody sees one group, and everything else holds a word that they must never read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from flask import Flask

from narratives.alert import Folding, Signal
from narratives.collection import Policy, ReportingGroup
from narratives.expectation import Expectation
from narratives.framework import Framework
from narratives.narrative import Narrative, Scope
from narratives.probe import ProbeState
from narratives.report_back import Outcome, ReportBack, Wording
from narratives.route import Medium, Pace, Route
from narratives.silence import Silence
from narratives.triangle import ZONES
from store import promise_proposals, results
from store.accounts import Grant, list_accounts, set_grants
from store.alerts import Fold, add_alert
from store.cohorts import add_cohort, make_cohort
from store.collections import add_collection
from store.expectations import add_expectation
from store.probe_readings import keep_reading
from store.probes import add_probe
from store.report_backs import publish
from store.routes import add_route
from store.silences import add_silence
from store.story_notes import add_note
from store.urgency import mark
from tests.builders import TODAY, make_collection, open_plot
from tests.people import ORGANISATION, add_staff, stores_of
from tests.probes import make_probe
from tests.probes import make_reading as make_probe_reading
from tests.web.explore.pockets import find, make_found
from tests.web.explore.telling import World, make_finding, make_reading

CANARY = "zanzi"
NOW = datetime.now(UTC)
MINE, THEIRS, FARTHER = "east", f"{CANARY}west", f"{CANARY}north"


@dataclass(frozen=True, slots=True)
class Things:
    """One thing of each sort by its name in addresses: of a group, or of a collection."""

    ids: dict[str, str]

    def put_in(self, path: str) -> str:
        """An address with these in place of its names."""
        for name, value in self.ids.items():
            path = path.replace(f"<{name}>", value)
        return path


def add_limited(app: Flask, username: str, *grants: Grant) -> None:
    """An account that sees what these grants hold and nothing else."""
    db = stores_of(app).accounts
    add_staff(db, username, name=username.title(), role=grants[0].role)
    (account,) = (one for one in list_accounts(db, ORGANISATION) if one.username == username)
    set_grants(db, account.id, grants)


def open_near(app: Flask) -> tuple[World, Things, Things]:
    """The collection "plot" with a group of one's own and two others; what there is in one's own and in another."""
    db = stores_of(app).stories
    groups = (ReportingGroup(MINE, "all"), ReportingGroup(THEIRS, "all"), ReportingGroup(FARTHER, "all"))
    plot, framework = open_plot(db, groups=groups)
    world = World(db, framework, plot, plot)
    mine, theirs = fill(world, MINE, ""), fill(world, THEIRS, CANARY)
    fill_whole(world, f"{CANARY}whole")
    fold_both_ways(world)
    world.read_temperature(
        *(make_reading(week, 60.0 + week, group=group) for week in range(3) for group in ("", MINE, THEIRS))
    )
    world.close_batches()
    world.index_words()
    return world, mine, theirs


def fold_both_ways(world: World) -> None:
    """An alert of one's own told inside theirs, and one of theirs told inside one's own, whose sentence names them."""
    for day, (lead, member) in enumerate(((THEIRS, MINE), (MINE, THEIRS)), 10):
        facts = {"signifier": "say", "direction": "end:none", "raised_on": date(2026, 1, day)}
        said, own = f"Less say in {lead} and in {member}.", f"Less say of one kind in {member}."
        kept = {"exemplars": (), "at": NOW, "holds_slot": False}
        lead_id = add_alert(world.db, "plot", make_finding(group=lead, **facts), sentence=said, **kept)
        assert lead_id is not None
        within = Fold(lead_id, Folding.TOGETHER)
        add_alert(world.db, "plot", make_finding(group=member, **facts), sentence=own, folding=within, **kept)


def open_far(app: Flask, framework: Framework) -> Things:
    """Another collection, all of whose words are theirs."""
    db = stores_of(app).stories
    far = make_collection(id=f"{CANARY}far", title=f"The {CANARY} plot", groups=(ReportingGroup(MINE),))
    add_collection(db, far)
    quiet = make_collection(id=f"{CANARY}quiet", title=f"A {CANARY} word", policy=Policy.PROTECTED)
    add_collection(db, quiet)
    world = World(db, framework, far, quiet)
    things = fill(world, MINE, CANARY)
    signal, cohort, expectation, proposal = fill_whole(world, f"{CANARY}far")
    ids = {"signal_id": signal, "cohort_id": cohort, "expectation_id": expectation, "proposal_id": proposal}
    return Things(things.ids | ids)


def fill(world: World, group: str, word: str) -> Things:
    """Stories and whatever else there can be in a group, each with a word in it."""
    db, plot, id = world.db, world.plot.id, f"{group}-{world.plot.id}"
    told = _stories(world, group, word)
    finding = make_finding(group=group)
    alert = add_alert(db, plot, finding, sentence=f"It moved {word} in {group}.", exemplars=[told[0].id], at=NOW)
    assert alert is not None
    closed = make_finding(group=group, direction="anchor:glad", raised_on=date(2026, 1, 5))
    add_alert(db, plot, closed, sentence=f"It once moved {word} in {group}.", exemplars=(), at=NOW)
    other = (THEIRS if group == MINE else MINE,)
    probe = make_probe(id=f"probe{id}", collection=plot, title=f"A {word} probe in {group}", groups=(group,))
    probe = replace(probe, beside=other, state=ProbeState.RUNNING)
    add_probe(db, probe, at=NOW)
    keep_reading(db, probe.id, make_probe_reading(n_before_beside=987, n_after_beside=986))
    _answer(world, group, word, alert, probe.id)
    until = NOW.date() + timedelta(days=9)
    silence = Silence(f"silence{id}", plot, group, Signal.THEME, f"Because {word}", until, "ada", NOW.isoformat())
    add_silence(db, silence, NOW)
    note = add_note(db, told[0].id, "ada", f"A note {word}", TODAY)
    mark(db, told[1].id, actor="mina", reason=f"Urgent {word}", at=NOW)
    mail = f"{word or MINE}@example.org"
    route = Route(f"route{id}", plot, Medium.EMAIL, mail, Pace.IMMEDIATE, frozenset(), "ade")
    add_route(db, route, NOW)
    names = ("story_id", "alert_id", "probe_id", "silence_id", "note_id", "report_back_id", "route_id", "collection_id")
    values = (told[0].id, alert, probe.id, silence.id, note.id, f"told{id}", route.id, plot)
    return Things(dict(zip(names, values, strict=True)))


def _stories(world: World, group: str, word: str) -> list[Narrative]:
    read = frozenset({Scope.READ, Scope.QUOTE, Scope.PUBLISH})
    told = world.tell(12, group=group, area=f"{group}area", text=f"The {word} beans came up in {group}.", consent=read)
    told += world.tell(12, group=group, area=f"{group}area", text=f"A {word} frost in {group}.", consent=read)
    world.tell(11, group=group, read=False)
    return told


def _answer(world: World, group: str, word: str, alert: str, probe: str) -> None:
    said = {"en": Wording(f"You said {word}", "We tried", "It did")}
    told = ReportBack(
        f"told{group}-{world.plot.id}", world.plot.id, alert, probe, (group,), Outcome.DID, said, "ada", TODAY
    )
    publish(world.db, told, at=NOW)


def fill_whole(world: World, word: str) -> tuple[str, str, str, str]:
    """What is of a collection and of none of its groups: a signal, a cohort, an expectation and a proposal."""
    db, plot = world.db, world.plot
    whole = make_finding(scope="collection", group="", signifier="say", direction="end:none")
    add_alert(db, plot.id, whole, sentence=f"All of it moved {word}.", exemplars=(), at=NOW)
    probe = replace(make_probe(), id=f"probe{word}", collection=plot.id, title=f"A {word} probe", groups=(MINE, "west"))
    add_probe(db, probe, at=NOW)
    told = world.tell(6, group=plot.groups[-1].name, text=f"The {word} cat was in the pond.")
    (signal,) = find(db, make_found(told, (word, "cat")), collection=plot.id)
    theme = results.Theme(7, f"{word} theme", (word, "pole"), 6, TODAY)
    results.replace_themes(db, plot.id, "words", results.ThemeFit("fit", 6, b""), fitted_on=TODAY, themes=[theme])
    cohort = add_cohort(db, make_cohort(plot.id, f"{word} selection", "", "ada", TODAY))
    expectation = _expectation(plot.id)
    add_expectation(db, expectation)
    proposal = promise_proposals.add_proposal(db, plot.id, old_a_year=1.0, new_a_year=2.0, because=word, at=NOW)
    assert proposal is not None
    return signal, cohort.id, expectation.id, proposal


def _expectation(collection: str) -> Expectation:
    expected = {zone: 1 / len(ZONES) for zone in ZONES}
    return Expectation(f"expected{collection}", collection, "ada", "mood", "", expected, NOW, {})
