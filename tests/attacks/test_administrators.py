"""Administrators run the platform and read nobody: no page of theirs shows a word of a story, a note or a case."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from narratives.collection import Moderation, Policy
from narratives.narrative import Scope, State
from narratives.roles import Grant, Role
from store.accounts import set_grants
from store.audit_rows import Wanted, list_records
from store.bulk_requests import What, ask, decide
from store.erasure import withdraw
from store.messages import Author, Posted, leave_message
from store.moderation import change_release
from store.story_notes import add_note
from store.urgency import mark
from tests.attacks.test_case_store_apart import LOGGED
from tests.builders import make_narrative, open_plot
from tests.people import SECRET, Person, add_staff, make_app, stores_of
from tests.route_lists import REAL
from web.access import EVERYONE
from web.auditing import the_audit

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KINDS = (
    "open",
    "waiting",
    "urgent",
    "held",
    "withdrawn",
    "protected",
    "note",
    "message",
    "account",
    "case",
    "reference",
)
WORDS = {kind: f"canary{kind}word" for kind in KINDS}
PLACES: list[tuple[str, str]] = []  # collection and story
RULES = {
    "plot": {"policy": Policy.OPEN, "moderation": Moderation.AFTER},
    "first": {"policy": Policy.OPEN, "moderation": Moderation.BEFORE, "title": "Read first"},
    "closed": {"policy": Policy.PROTECTED, "moderation": Moderation.AFTER, "title": "Closed"},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> tuple[Flask, dict[str, list[str]]]:
    """The application with a story of every sort, and what the names in addresses can stand for."""
    app = make_app(Path(tmp_path_factory.mktemp("administrators")))
    db, ids = stores_of(app).stories, {}
    plots = {name: open_plot(db, id=name, **rules) for name, rules in RULES.items()}
    where = {"waiting": "first", "protected": "closed"}
    for number, kind in enumerate(("open", "waiting", "urgent", "held", "withdrawn", "protected")):
        plot = plots[where.get(kind, "plot")]
        words = {"text": WORDS[kind], "title": WORDS[kind], "danger": kind == "urgent"}
        story = make_narrative(collection=plot[0].id, consent=frozenset({Scope.READ, Scope.CONTACT}), **words)
        stores_of(app).intake.submit(*plot, story, f"{number:032x}")
        ids[kind] = story.id
        PLACES.append((plot[0].id, story.id))
    assert change_release(db, plots["plot"][0], ids["held"], State.RELEASED, State.HELD)
    assert withdraw(db, ids["withdrawn"], SECRET)
    assert mark(db, ids["open"], actor="mina", reason="Look at it today", at=NOW)
    add_note(db, ids["open"], "ada", WORDS["note"], TODAY)
    assert Posted.LEFT is leave_message(db, ids["open"], Author.STAFF, WORDS["message"], TODAY)
    logged = {**LOGGED, "story": WORDS["account"], "case.reference": WORDS["reference"], "key": "ef" * 16}
    logged |= {name: WORDS["case"] for name in LOGGED if "notes" in name or name.startswith("case.criss")}
    answer = Person(app, "cy").post("/log", logged)
    assert answer.status_code == 303, answer.text[-2000:]
    request = ask(db, What.EXPORT, collection="plot", title="The plot", reason="Because.", asked_by="ada", at=NOW)
    decide(db, request, approve=True, because="", decided_by="ade", at=NOW)
    stands_for = {name: [value] for name, value in REAL.items()}
    stands_for |= {"collection_id": list(plots), "story_id": list(ids.values()), "request_id": [request]}
    return app, stands_for


def addresses(app, stands_for):
    """Every address that can be opened, with every real thing that its names can stand for."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        paths = [rule.rule]
        if {"collection_id", "story_id"} <= rule.arguments:  # each story where it is
            paths = [rule.rule.replace("<collection_id>", plot).replace("<story_id>", one) for plot, one in PLACES]
        for name in rule.arguments:
            paths = [path.replace(f"<{name}>", value) for path in paths for value in stands_for.get(name, ["nowhere"])]
        yield from ((rule.endpoint, path) for path in sorted(set(paths)))


def shown(answer):
    return [kind for kind, word in WORDS.items() if word.encode() in answer.data]


@pytest.mark.slow
def test_an_administrator_reads_no_story_no_note_and_no_case_on_any_page(told):
    app, stands_for = told
    ade, opened, found = Person(app, "ade"), 0, []
    for endpoint, path in addresses(app, stands_for):
        if endpoint.endswith((".stream", ".live")):
            continue  # an endless answer of numbers
        answer = ade.get(path)
        opened += answer.status_code == 200
        found += [f"{path} shows {kind}" for kind in shown(answer)]
    assert found == []
    assert opened > 40


def test_the_same_words_are_found_where_others_may_read_them(told):
    """Or the test above would find nothing wherever the words stood."""
    app, _ = told
    ada = Person(app, "ada")
    seen = {*shown(ada.get("/explore/plot/stories")), *shown(ada.get("/explore/plot/stories?kind=practitioner"))}
    for path in ("/moderate", f"/moderate?after={PLACES[2][1]}", "/urgent"):
        seen |= set(shown(Person(app, "mina").get(path)))
    for path in ("/log/own", "/log/people"):
        seen |= set(shown(Person(app, "cy").get(path)))
    assert {"open", "waiting", "urgent", "account", "reference"} <= seen


def test_what_was_withdrawn_is_shown_to_nobody(told):
    (app, stands_for), opened = told, 0
    for name in ("ada", "mina", "mo", "cy"):
        person = Person(app, name)
        for endpoint, path in addresses(app, {**stands_for, "collection_id": ["plot"]}):
            if not endpoint.startswith(("explore.stor", "moderate", "urgent.queue", "messages")):
                continue
            answer = person.get(path)
            opened += answer.status_code == 200
            assert "withdrawn" not in shown(answer), path
    assert opened > 12


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_reaches_a_page_that_gives_roles(told, role):
    app, _ = told
    guarded = {name for name in app.view_functions if name.startswith(("people.", "audit.page", "audit.check"))}
    assert {"people.add_role", "audit.page", "audit.check"} <= guarded
    for name in guarded:
        roles = app.view_functions[name].roles
        assert role.value not in roles, f"{name} opens for {role.value}s"
        assert EVERYONE not in roles


def test_an_administrator_cannot_give_themself_another_role(told):
    app, _ = told
    ade = Person(app, "ade")
    before = ade.account.grants
    for role in Role:
        answer = ade.post(f"/staff/people/{ade.account.id}/roles/add", {"role": role.value, "place": "whole"})
        assert answer.status_code == 422 and "Nobody changes their own roles" in answer.text
    assert set(Person(app, "ade").account.grants) == set(before)
    assert ade.get("/explore/plot/stories").status_code == 403


def test_an_administrator_who_is_given_another_role_stands_in_the_record(told):
    """Two administrators could give each other what neither can take: it is not prevented, it is recorded."""
    app, _ = told
    add_staff(stores_of(app).accounts, "ann", name="Ann", role=Role.ADMINISTRATOR)
    ann, ade = Person(app, "ann"), Person(app, "ade")
    ann.post(f"/staff/people/{ade.account.id}/roles/add", {"role": "manager", "place": "whole"})
    assert Grant(Role.MANAGER) in Person(app, "ade").account.grants
    with app.test_request_context():
        done = [one.entry for one in list_records(the_audit(), Wanted(action="people.add_role", actor=ann.account.id))]
    assert [(one.subject, one.outcome) for one in done] == [(ade.account.id, "done")]
    set_grants(stores_of(app).accounts, ade.account.id, [Grant(Role.ADMINISTRATOR)])
