"""A second organisation on the deployment of a test, with one real thing for every name in an address.

Whatever people read of it holds the word in MARK, which nothing else does.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import cast

from flask import Flask

from narratives.alert import Signal, sentence
from narratives.draft import Draft
from narratives.expectation import Expectation
from narratives.framework_file import framework_to_json
from narratives.narrative import Narrative
from narratives.objective import Direction, Objective
from narratives.report_back import Outcome, ReportBack, Wording
from narratives.route import Medium, Pace, Route, token_hash
from narratives.silence import Silence
from store.account_invitations import invite
from store.accounts import Grant, Role
from store.alerts import add_alert
from store.api_tokens import ApiScope, add_token, new_token
from store.break_glass import open_others
from store.brought_in import BroughtIn, BroughtState, add_brought_in
from store.bulk_requests import What, ask
from store.caseload import list_people
from store.cases import Interaction, add_interaction
from store.cohorts import add_cohort, make_cohort
from store.collections import add_collection
from store.commons import Confederation, add_confederation, ask_to_join, join
from store.database import Database, SqliteDatabase
from store.drafts import add_draft
from store.equivalences import declare
from store.expectations import add_expectation
from store.frameworks import add_framework
from store.objectives import declare_objective, list_objectives
from store.organisations import add_organisation
from store.probes import add_probe
from store.promise_proposals import add_proposal
from store.public_pages import switch_public_page
from store.report_backs import publish
from store.routes import add_route
from store.silences import add_silence
from store.story_notes import add_note
from store.voice_decisions import list_alike
from store.voices import Uncompared, keep_compared, list_uncompared
from tests.builders import TODAY, make_collection, make_framework, make_narrative
from tests.combined import LEFT_ME, MOOD, MOODS, ORCHARD, make_orchard
from tests.people import add_staff, stores_of
from tests.probes import make_probe
from tests.second_organisation_together import Made, made_together
from tests.second_vote import put_to_vote
from tests.web.explore.pockets import find, make_found
from tests.web.explore.telling import make_finding
from web.casework.case_store import CaseStore, case_store
from web.confederation.commons import commons
from web.organisation import ADDRESSED
from web.returning.desk import Desk
from web.stores import Stores, stores

SLUG, MARK = "south", "quagga"
THEIRS = {role: f"south-{role.value}" for role in Role}
FEED, INVITED = "seventh-token", "eighth-token"
WEIR = "weir"
NOW = datetime.now(UTC)
PRODUCTS_OWN = {"medium": "email", "number": "1", "theme_id": "1", "ending": "csv", "pack_id": "tenants", "code": "cy"}


@dataclass(frozen=True, slots=True)
class Second:
    """The second organisation's stores, and its ids by their names in addresses."""

    stores: Stores
    cases: CaseStore
    ids: dict[str, str]

    def path(self, rule: str) -> str:
        """An address of the organisation's real things, without the organisation's prefix."""
        for name, value in self.ids.items():
            rule = rule.replace(f"<{name}>", value)
        assert "<" not in rule, f"add a real thing for {rule} to tests/second_organisation.py"
        return rule


def add_second_organisation(app: Flask) -> Second:
    """Make it, in the same process and folder as the first."""
    accounts = stores_of(app).accounts
    add_organisation(accounts, SLUG, f"The {MARK} house", "offered")
    for role, username in THEIRS.items():
        add_staff(accounts, username, name=f"{MARK} {role.value}", role=role, organisation=SLUG)
    for desk in ("returning.desk", "invitations.desk"):
        app.extensions[f"{desk}@{SLUG}"] = Desk(sleep=lambda seconds: None)
    with app.test_request_context("/", environ_overrides={ADDRESSED: SLUG}):
        second = Second(stores(), case_store(), dict(PRODUCTS_OWN))
        second.ids.update(_of_commons(commons()))
    second.ids.update(_of_accounts(accounts))
    second.ids.update(_of_stories(second.stores))
    second.ids.update(_of_acting(second.stores.stories))
    second.ids.update(_of_cases(second.cases, _account(accounts, Role.PRACTITIONER)))
    return second


def _of_accounts(accounts: Database) -> dict[str, str]:
    invite(
        accounts,
        username="south-new",
        name=f"{MARK} new",
        grants=[Grant(Role.MEMBER)],
        organisation=SLUG,
        invited_by=THEIRS[Role.ADMINISTRATOR],
        now=time.time(),
        token=INVITED,
    )
    added = {"scopes": [ApiScope.READ_STORIES], "collections": (), "made_by": THEIRS[Role.ADMINISTRATOR]}
    added |= {"organisation": SLUG, "title": f"{MARK} bot", "at": NOW, "ends": NOW + timedelta(days=30)}
    add_token(accounts, new_token(), token_id="7a" * 16, **added)
    invitation = accounts.one("select id from account_invitations where organisation = :slug", slug=SLUG)
    assert invitation is not None
    return {
        "account_id": _account(accounts, Role.MANAGER),
        "invitation_id": invitation["id"],
        "invitation_token": INVITED,
        "token_id": "7a" * 16,
    }


def _account(accounts: Database, role: Role) -> str:
    row = accounts.one("select id from accounts where username = :name", name=THEIRS[role])
    assert row is not None
    return str(row["id"])


def _of_commons(db: Database) -> dict[str, str]:
    add_confederation(db, Confederation("weirs", f"The {MARK} weirs"))
    ask_to_join(db, "weirs", SLUG, f"The {MARK} house")
    join(db, "weirs", SLUG, may_be_named=True)
    return {"confederation_id": "weirs"}


def _of_stories(held: Stores) -> dict[str, str]:
    """Stories in two collections: one whose id the first organisation uses too, and one of its own."""
    framework = make_framework(title=f"The {MARK} questions", prompting_question=f"What did the {MARK} do?")
    add_framework(held.stories, framework)
    for number, name in enumerate(("plot", WEIR)):
        collection = make_collection(id=name, title=f"The {MARK} {name}")
        add_collection(held.stories, collection)
        _open_to_all(held.stories, name)
        for story in range(12):
            told = make_narrative(
                collection=name, text=f"The {MARK} ate bean {story}.", told_on=TODAY + timedelta(days=story)
            )
            held.intake.submit(collection, framework, told, f"{number:016x}{story:016x}")
    ids = {"collection_id": WEIR, "story_id": _stories(held.stories)[0], "signifier": "mood"}
    return {**ids, "objective_id": list_objectives(held.stories, WEIR)[0].id}


def _open_to_all(db: Database, collection_id: str) -> None:
    """Its public page with an objective, which is declared before the first story."""
    manager, why, due = THEIRS[Role.MANAGER], f"Because of the {MARK}", NOW.date() + timedelta(days=300)
    id, direction = secrets.token_hex(16), Direction.MORE
    objective = Objective(id, collection_id, why, why, "say", "high", direction, 0.2, why, 0.5, due, manager)
    declare_objective(db, objective, at=NOW)
    switch_public_page(db, collection_id, is_on=True, actor=THEIRS[Role.ADMINISTRATOR], at=NOW)


def _stories(db: Database) -> list[str]:
    return [row["id"] for row in db.rows("select id from narratives where collection_id = :id order by id", id=WEIR)]


def _of_acting(db: SqliteDatabase) -> dict[str, str]:
    manager, framework, story = THEIRS[Role.MANAGER], make_framework(), _stories(db)[0]
    finding = make_finding(raised_on=NOW.date())
    told = f"The {MARK}: {sentence(finding, framework)}"
    alert = add_alert(db, WEIR, finding, sentence=told, exemplars=_stories(db)[:1], at=NOW)
    assert alert is not None
    until = NOW.date() + timedelta(days=30)
    why = f"Because of the {MARK}"
    add_silence(db, Silence("5a" * 16, WEIR, "west", None, why, until, manager, NOW.isoformat()), NOW)
    add_probe(db, make_probe(id="5b" * 16, collection=WEIR, title=why, owner=manager, made_by=manager), at=NOW)
    words = {"en": Wording(why, why, why)}
    publish(db, ReportBack("5c" * 16, WEIR, None, None, (), Outcome.TOO_EARLY, words, manager, NOW.date()), at=NOW)
    hook = Route("5d" * 16, None, Medium.EMAIL, f"{MARK}@example.org", Pace.IMMEDIATE, frozenset(Signal), manager)
    add_route(db, hook, NOW)
    add_route(db, replace(hook, id="5e" * 16, medium=Medium.FEED, address=token_hash(FEED)), NOW)
    cohort = add_cohort(db, make_cohort(WEIR, why, "group=east", manager, NOW.date()))
    zones = dict.fromkeys(("top", "left", "right", "top-left", "top-right", "left-right", "centre"), 1 / 7)
    add_expectation(db, Expectation("5f" * 16, WEIR, manager, "mood", "", zones, NOW, zones, n=12))
    held = cast(list[Narrative], [_Named(one) for one in _stories(db)[:6]])
    proposal = add_proposal(db, WEIR, old_a_year=1.0, new_a_year=2.0, because=why, at=NOW)
    request = ask(db, What.EXPORT, collection=WEIR, title=why, reason=why, asked_by=manager, at=NOW)
    assert proposal is not None and request is not None
    return {
        "alert_id": alert,
        "silence_id": "5a" * 16,
        "probe_id": "5b" * 16,
        "report_back_id": "5c" * 16,
        "route_id": "5d" * 16,
        "token": FEED,
        "cohort_id": cohort.id,
        "expectation_id": "5f" * 16,
        "note_id": add_note(db, story, manager, why, NOW.date()).id,
        "alike_id": _alike(db),
        "signal_id": find(db, make_found(held, (MARK, "pond")), collection=WEIR)[0],
        "proposal_id": proposal,
        "request_id": request,
        **_of_designing(db, manager, why),
        "motion_id": put_to_vote(db, WEIR, manager, why, NOW),
        **made_together(db, Made(WEIR, MARK, manager, why, NOW), alert, _stories(db)),
    }


def _of_designing(db: Database, manager: str, why: str) -> dict[str, str]:
    return {
        "import_id": _brought_in(db, manager, why),
        "equivalence_id": _same_question(db),
        "framework_id": "orchard",
        "draft_id": _draft(db, manager),
        "part_id": "mood",
    }


def _draft(db: Database, manager: str) -> str:
    """Questions that are being written, the garden's with the mark in every text of the first."""
    document = {**framework_to_json(make_framework()), "title": f"The {MARK} questions", "id": "unopened"}
    return add_draft(db, Draft(f"The {MARK} questions", document), what=f"Began the {MARK}", actor=manager, at=NOW).id


def _same_question(db: Database) -> str:
    titles = [{**one, "title": f"The {MARK} went home…"} for one in ORCHARD]
    add_framework(db, make_orchard(title=f"The {MARK} orchard", signifiers=titles))
    return declare(db, MOOD, LEFT_ME, MOODS, actor=THEIRS[Role.MANAGER], at=NOW).id


def _brought_in(db: Database, manager: str, why: str) -> str:
    found = BroughtIn("6c" * 16, f"{why}.csv", 12, "csv", {}, BroughtState.MAPPING, manager, NOW)
    add_brought_in(db, found)
    return found.id


def _alike(db: Database) -> str:
    todo = list_uncompared(db, WEIR, None, 3) or [Uncompared(one, 0, "", "", None, None) for one in _stories(db)[:3]]
    keep_compared(db, WEIR, None, [(one, bytes(256)) for one in todo], [[one.id for one in todo]])
    return list_alike(db, WEIR)[0].id


@dataclass(frozen=True, slots=True)
class _Named:
    """As much of a story as a pocket asks for."""

    id: str


def _of_cases(cases: CaseStore, officer: str) -> dict[str, str]:
    other = "south-other"
    record = Interaction(officer, "ZX1042987", NOW.date(), "CHVS", "ATTC", f"Saw the {MARK}.", WEIR, {})
    tasks: list[tuple[str, date | None]] = [(f"Ring the {MARK}", None)]
    made = add_interaction(cases.db, cases.key, record, idempotency_key="6a" * 16, at=NOW, tasks=tasks)
    theirs = replace(record, practitioner=other)
    add_interaction(cases.db, cases.key, theirs, idempotency_key="6b" * 16, at=NOW)
    opening = open_others(cases.db, cases.key, officer, "ZX1042987", "cover", f"For the {MARK}", at=NOW)
    task = cases.db.one("select id from tasks where interaction_id = :id", id=made.id)
    [person] = list_people(cases.db, cases.key, officer)
    assert task is not None
    return {"interaction_id": made.id, "task_id": task["id"], "person_id": person.mark, "opening_id": opening.id}
