from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from flask import g

from narratives.roles import Reach
from narratives.weak_signal import SignalState
from store.weak_signal_decisions import list_decisions
from store.weak_signals import Look, get_signal, keep_found
from tests.builders import TODAY
from tests.people import Person
from tests.web.explore.pockets import FACTS, find, make_found, tell_pocket
from tests.web.explore.telling import World

QUEUE = "/explore/plot/weak-signals"


@pytest.fixture
def cat(world: World) -> str:
    [signal] = find(world.db, make_found(tell_pocket(world)))
    return signal


@pytest.fixture
def two(world: World) -> list[str]:
    return find(world.db, make_found(tell_pocket(world)), make_found(tell_pocket(world, "dog"), ["dog"], chance=0.4))


def text(person: Person, path: str) -> str:
    page = person.get(path)
    assert page.status_code == 200
    return unescape(page.get_data(as_text=True))


def decide(person: Person, signal: str, **data: str):
    return person.post(f"{QUEUE}/{signal}", {"decision": "kept", "into": "", "note": "", **data})


def test_the_queue_shows_a_pocket_with_its_words_its_weeks_and_why_it_is_there(ada, cat):
    page = text(ada, QUEUE)
    assert "These are leads, not findings." in page
    assert "1 pocket stands out from what chance makes." in page
    assert "pond, cat" in page
    assert "6 stories" in page and "east 3, west 3" in page
    assert "6 stories since 6 January 2026, where fewer than one would be usual for how much was told in all." in page
    assert "One earlier story lies among them." in page
    assert "2 more stories repeat a teller, a text or a day of a group, and are not counted." in page
    assert "most of all, more “cross” in “It left me…”" in page
    assert "something as striking turns up in 2 of 100 tries." in page


def test_what_chance_alone_may_have_made_is_folded_away(ada, two):
    page = text(ada, QUEUE)
    assert page.index("pond, cat") < page.index("1 more that chance alone may have made") < page.index(">dog<")


def test_the_queue_says_when_nothing_stands_out(ada, world):
    find(world.db, make_found(tell_pocket(world), chance=0.34))
    page = text(ada, QUEUE)
    assert "Nothing stands out. When the days are shuffled, a pocket as striking as the best" in page
    assert "in 34 of 100 tries" in page


def test_a_pocket_without_words_of_its_own_is_named_by_how_its_most_typical_story_begins(ada, world):
    find(world.db, make_found(tell_pocket(world), []))
    assert "“The cat was in the pond, time 0.”" in text(ada, QUEUE)


def test_an_administrator_sees_pockets_and_no_word_of_a_story(app, world):
    [signal] = find(world.db, make_found(tell_pocket(world), []))
    ade = Person(app, "ade")
    for page in (text(ade, QUEUE), text(ade, f"{QUEUE}/{signal}")):
        assert "A pocket of 6 stories" in page
        assert "The cat was" not in page


def test_an_empty_queue_says_why(ada, world):
    assert "Not looked yet" in text(ada, QUEUE)
    keep_found(world.db, "plot", Look("words", TODAY, "", {"why": "young", "recent": 3, "earlier": 9}), [])
    assert "Too early to say what is new" in text(ada, QUEUE)
    keep_found(world.db, "plot", Look("words", TODAY, "", FACTS), [])
    assert "Nothing is waiting." in text(ada, QUEUE)
    assert "No weak signals in a protected collection" in text(ada, "/explore/quiet/weak-signals")


def test_the_page_of_a_pocket_shows_its_stories_and_where_they_lie(ada, cat):
    page = text(ada, f"{QUEUE}/{cat}")
    assert page.count("The cat was in the pond, time") >= 6
    assert 'aria-label="6 stories between glad, sad and cross"' in page
    assert "Stories a week, from the week of" in page


def test_keeping_a_pocket_is_a_row_with_who_and_why_and_can_be_undone(ada, world: World, cat):
    answer = decide(ada, cat, note="The pond again.")
    assert answer.status_code == 303
    assert get_signal(world.db, "plot", cat).state is SignalState.KEPT
    [row] = list_decisions(world.db, "plot")
    assert (row.actor, row.note, row.decision) == ("ada", "The pond again.", SignalState.KEPT)
    page = text(ada, f"{QUEUE}/{cat}")
    assert "Kept by Ada on" in page and "“The pond again.”" in page
    assert "/probes/new?collection=plot" in page
    assert ada.post(f"{QUEUE}/{cat}/undo", {}).status_code == 303
    assert get_signal(world.db, "plot", cat).state is SignalState.WAITING
    assert "Decision undone by Ada" in text(ada, f"{QUEUE}/{cat}")


def test_merging_moves_the_stories_to_the_other_pocket(ada, world, two):
    decide(ada, two[1], decision="merged", into=two[0])
    assert "12 stories" in text(ada, f"{QUEUE}/{two[0]}")
    assert f'href="{QUEUE}/{two[0]}"' in text(ada, f"{QUEUE}/{two[1]}")


def test_what_is_wrong_is_said_beside_its_field_and_everything_typed_stays(ada, two):
    answer = decide(ada, two[0], decision="merged", note="Same pond.")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.count("Choose the weak signal that it belongs to") == 2
    assert "Same pond.</textarea>" in page
    answer = decide(ada, two[0], decision="")
    assert "Choose whether to keep, merge or dismiss it" in answer.get_data(as_text=True)
    answer = decide(ada, two[0], note="x" * 1001)
    assert "Shorten the note to 1,000 characters or fewer: it has 1,001" in answer.get_data(as_text=True)


def test_whoever_comes_second_changes_nothing(ada, world, cat):
    decide(ada, cat)
    answer = decide(ada, cat, decision="dismissed")
    assert answer.status_code == 409
    assert "Somebody decided about this before you." in answer.get_data(as_text=True)
    assert get_signal(world.db, "plot", cat).state is SignalState.KEPT
    ada.post(f"{QUEUE}/{cat}/undo", {})
    assert ada.post(f"{QUEUE}/{cat}/undo", {}).status_code == 409


def test_only_managers_decide(app, world, cat):
    mo = Person(app, "mo")
    assert "Save the decision" not in text(mo, f"{QUEUE}/{cat}")
    assert decide(mo, cat).status_code == 403


def test_how_good_the_queue_is_is_told_once_enough_was_decided(ada, world):
    signals = find(world.db, *(make_found(tell_pocket(world, f"cat{n}"), [f"cat{n}"]) for n in range(5)))
    for signal in signals[:4]:
        decide(ada, signal)
    assert "How good the queue is: too few to say. 4 were decided about, and 5 are needed." in text(ada, QUEUE)
    decide(ada, signals[4], decision="dismissed")
    assert "of 5 that somebody decided about, 4 were kept or merged: 80% (28% to 99%)." in text(ada, QUEUE)


def test_a_pocket_that_is_gone_is_not_found(ada, world):
    assert ada.get(f"{QUEUE}/none").status_code == 404
    assert ada.post(f"{QUEUE}/none", {"decision": "kept"}).status_code == 404
    assert ada.get("/explore/quiet/weak-signals/none").status_code == 404


def test_new_stories_of_a_kept_pocket_are_pointed_out(ada, world, cat):
    stories = tell_pocket(world, n=2)
    decide(ada, cat)
    world.db.execute("update weak_signals set decided_at = :at", at=datetime(2026, 3, 2, 12, tzinfo=UTC).isoformat())
    told = world.db.rows("select narrative_id from weak_signal_stories order by place")
    found = replace(
        make_found(stories), stories=tuple(row["narrative_id"] for row in told) + tuple(s.id for s in stories)
    )
    find(world.db, found, days_later=3)
    page = text(ada, QUEUE)
    assert "2 new since it was kept" in page and "8 stories" in page


def test_other_pages_can_say_how_many_wait_and_say_nothing_when_none_does(app, world):
    part = app.jinja_env.get_template("explore/parts/weak-signals-line.html")
    with app.test_request_context():
        g.reach = Reach()
        assert part.module.weak_signals_line(world.plot).strip() == ""
        find(world.db, make_found(tell_pocket(world)))
        line = part.module.weak_signals_line(world.plot)
    assert "1 weak signal to look at" in line and QUEUE in line
