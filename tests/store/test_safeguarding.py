"""Who is asked to look at what may tell of danger, by when, and who is told when nobody has."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from narratives.alert import Signal
from narratives.collection import Moderation
from narratives.danger import Danger, Sign, sign_in
from narratives.narrative import State
from narratives.route import Medium, Pace, Route
from narratives.working_hours import UK, Hours, due_hour
from store.collections import add_collection
from store.corrections import correct_story
from store.intake import Intake
from store.moderation import approve, escalate
from store.narrative_rows import INSERT, narrative_to_row
from store.narratives import get_narrative
from store.routes import add_route
from store.safeguarding import Verdict, count_flagged, flag_of, judge, list_flagged, look_once_more, raise_flag
from store.safeguarding_clocks import (
    clock_of,
    escalate_overdue,
    is_overdue,
    set_hours,
    start_clock,
    start_missing_clocks,
)
from store.sending import mark_delivered, take
from store.urgency import list_urgent, mark, reopen, see, unmark, unsee
from tests.builders import make_collection, make_framework, make_narrative, open_plot

AFRAID = "He hits me and I am scared to go home."
MONDAY = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
SIGN = Sign(0.7, (Danger.HOME,))


@pytest.fixture
def keep(db):
    """Stores a story on MONDAY and returns its id."""
    open_plot(db)

    def kept(text="A dull day.", *, at=MONDAY, state=State.RELEASED, **changes):
        told = make_narrative(text=text, told_on=at.date(), **changes)
        db.execute(INSERT, **narrative_to_row(make_framework(), told, state))
        if told.danger:
            start_clock(db, told.id, at)
        raise_flag(db, told.id, sign_in(text), "test", at)
        return told.id

    return kept


def add_address(db, **changes):
    route = Route("r1", None, Medium.EMAIL, "lead@example.org", Pace.WEEKLY, frozenset(), "ade", safeguarding=True)
    add_route(db, replace(route, **changes), MONDAY)


def due_of(db, story):
    clock = clock_of(db, story)
    return clock and clock.due_at.astimezone(UTC)


def deliver_all(db, at):
    """Every message that leaves now."""
    sent = []
    while (parcel := take(db, "w", now=at.timestamp(), seconds=60)) is not None:
        sent.append(parcel)
        mark_delivered(db, parcel, now=at.timestamp())
    return sent


# --- who is asked, and when nobody is any more ---


def test_a_flag_asks_for_a_look_within_four_working_hours(db, keep):
    story = keep(AFRAID)
    assert [one.narrative.id for one in list_flagged(db, "plot")] == [story]
    assert flag_of(db, story).kinds[0] is Danger.HOME
    assert due_of(db, story) == datetime(2026, 3, 2, 15, tzinfo=UTC)  # 14:30, to the hour


def test_the_strongest_sign_comes_first(db, keep):
    weak, strong = keep("There was a black eye."), keep("I want to die.")
    assert [one.narrative.id for one in list_flagged(db, "plot")] == [strong, weak]


def test_a_look_stops_the_clock_whatever_comes_of_it(db, keep):
    nothing, act = keep(AFRAID), keep(AFRAID)
    assert judge(db, nothing, Verdict.NOTHING, actor="sana", at=MONDAY)
    assert judge(db, act, Verdict.ACT, actor="sana", at=MONDAY)
    assert not judge(db, act, Verdict.NOTHING, actor="mina", at=MONDAY)
    assert clock_of(db, nothing) is None and clock_of(db, act) is None
    assert [(one.narrative.id, one.seen_by, one.reason) for one in list_urgent(db, "plot")] == [
        (act, "sana", "It may tell of violence or control at home")
    ]
    assert count_flagged(db, "plot") == 0
    assert look_once_more(db, nothing, actor="sana", at=MONDAY) and clock_of(db, nothing) is not None


def test_a_declared_danger_stops_its_clock_when_somebody_takes_it_on_and_starts_it_when_they_give_it_back(db, keep):
    story = keep("Nothing in the words.", danger=True)
    assert due_of(db, story) is not None
    see(db, story, actor="mina", at=MONDAY)
    assert clock_of(db, story) is None
    unsee(db, story, actor="mina", at=MONDAY + timedelta(hours=2))
    assert due_of(db, story) == datetime(2026, 3, 2, 17, tzinfo=UTC)
    assert not reopen(db, story, actor="mina", at=MONDAY)


def test_what_a_moderator_passes_on_has_a_clock_until_the_lead_has_seen_it(db, keep):
    story = keep(state=State.WAITING)
    assert clock_of(db, story) is None
    escalate(db, story, reason="A child alone", actor="mina", at=MONDAY)
    assert clock_of(db, story) is not None
    unmark(db, story, actor="mina", at=MONDAY)
    assert clock_of(db, story) is None
    mark(db, story, actor="mina", reason="A child alone", at=MONDAY)
    see(db, story, actor="sana", at=MONDAY)
    assert clock_of(db, story) is None


def test_new_words_are_looked_at_again_and_old_flags_that_nobody_saw_stay(db, keep):
    seen, unseen = keep(AFRAID), keep(AFRAID)
    judge(db, seen, Verdict.NOTHING, actor="sana", at=MONDAY)
    plot = (make_collection(), make_framework())
    for story, text in ((seen, "I want to die."), (unseen, "All is well.")):
        before = get_narrative(db, story)
        correct_story(db, *plot, before, replace(before, text=text), at=MONDAY)
    assert {one.narrative.id for one in list_flagged(db, "plot")} == {seen, unseen}
    assert flag_of(db, seen).kinds[0] is Danger.SELF_HARM


def test_old_stories_of_an_import_are_flagged_without_a_clock(db, keep):
    old = make_narrative(text=AFRAID, told_on=MONDAY.date() - timedelta(days=60))
    db.execute(INSERT, **narrative_to_row(make_framework(), old, State.RELEASED))
    assert raise_flag(db, old.id, SIGN, "test", MONDAY)
    assert count_flagged(db, "plot") == 1 and clock_of(db, old.id) is None


def test_a_story_that_came_without_a_clock_gets_one(db, keep):
    story = make_narrative(danger=True, told_on=MONDAY.date())
    db.execute(INSERT, **narrative_to_row(make_framework(), story, State.WAITING))
    assert start_missing_clocks(db, MONDAY) == 1 and start_missing_clocks(db, MONDAY) == 0
    assert clock_of(db, story.id) is not None


def test_a_withdrawn_story_leaves_neither_flag_nor_hour(db, keep):
    story = keep(AFRAID)
    db.execute("delete from narratives where id = :id", id=story)
    assert db.rows("select 1 from danger_flags union all select 1 from safeguarding_clocks") == []


# --- what leaves the platform ---


def test_who_is_named_is_told_at_once_whatever_the_pace_with_no_word_of_the_story(db, keep):
    keep(AFRAID)
    add_address(db)
    add_address(db, id="r2", address="boss@example.org", safeguarding=False, signals=frozenset(Signal))
    late = datetime(2026, 3, 2, 15, 0, 5, tzinfo=UTC)
    assert escalate_overdue(db, late - timedelta(minutes=1)) == 0
    assert escalate_overdue(db, late) == 1 and escalate_overdue(db, late) == 0
    (parcel,) = deliver_all(db, late)
    assert parcel.route.address == "lead@example.org"
    (message,) = parcel.messages
    assert (
        message.subject == "Nobody has looked within 4 working hours at something in The plot that may tell of danger"
    )
    assert message.link("https://m.example.org") == "https://m.example.org/urgent"
    assert not {"hits", "scared", "home"} & set(str(message.to_json()).split())
    assert is_overdue(db, "plot", late)


def test_it_is_told_again_every_hour_three_times_then_every_day_until_somebody_looks(db, keep):
    story = keep(AFRAID)
    add_address(db)
    told = []
    for minute in range(15 * 60, 15 * 60 + 4 * 24 * 60, 10):
        at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=minute)
        escalate_overdue(db, at)
        told += [at] * len(deliver_all(db, at))
        if at == datetime(2026, 3, 5, 12, tzinfo=UTC):
            judge(db, story, Verdict.NOTHING, actor="sana", at=at)
    assert [f"{at:%d %H:%M}" for at in told] == ["02 15:00", "02 16:00", "02 17:00", "02 18:00", "03 18:00", "04 18:00"]


def test_what_somebody_looked_at_before_it_was_sent_is_not_told(db, keep):
    story = keep(AFRAID)
    add_address(db)
    late = datetime(2026, 3, 2, 15, tzinfo=UTC)
    escalate_overdue(db, late)
    judge(db, story, Verdict.NOTHING, actor="sana", at=late)
    keep("Another, in no danger.")
    assert deliver_all(db, late) == []


def test_unseen_danger_is_told_within_the_hour_over_thirty_days_with_a_change_of_clocks(db, promised, how_many):
    """Stories at any minute of 30 days; some are seen in time. Half of the runs cross each change of the clocks."""
    open_plot(db)
    tried: Counter[str] = Counter()
    for seed in range(how_many(2, 24)):
        tried += Counter(a_month(db, seed))
    assert tried["late"] > 10 and tried["in time"] > 10
    name = "when nobody has looked in time at what may tell of danger, those named for it are told within the hour"
    promised("T32", name, tried=tried["late"], failures=tried["missed"])
    promised("T32", "nobody is told so of what somebody has looked at", tried=tried["in time"], failures=tried["false"])


def a_month(db, seed):
    """How many stories nobody saw in time, how many of them were not told of, and how often it was told for nothing."""
    drawn = random.Random(seed)
    collection = make_collection(id=f"plot{seed}", moderation=Moderation.AFTER)
    add_collection(db, collection)
    hours = drawn.choice([Hours(), Hours(2.5, "08:00", "20:00", frozenset(range(7))), Hours(8, "10:00", "14:00")])
    set_hours(db, collection.id, hours)
    add_address(db, id=f"r{seed}", collection=collection.id, medium=Medium.WEBHOOK, address=f"https://a{seed}.org")
    at = begins = datetime(2026, 3, 14, tzinfo=UTC) if seed % 2 else datetime(2026, 10, 10, tzinfo=UTC)
    coming = sorted(begins + timedelta(minutes=drawn.randrange(30 * 24 * 60)) for _ in range(25))
    tried, waiting, told = Counter(), {}, []
    while at < begins + timedelta(days=36):
        while coming and coming[0] <= at:
            came = coming.pop(0)
            looks = came + timedelta(minutes=drawn.choice([20, 60, 4_000, 20_000]))
            waiting[arrive(db, collection.id, came, danger=len(coming) % 2 == 0)] = (due_hour(came, hours), looks)
        for story in [one for one, (_, looks) in waiting.items() if looks <= at]:
            due, _ = waiting.pop(story)
            see(db, story, actor="sana", at=at) or judge(db, story, Verdict.NOTHING, actor="sana", at=at)
            tried["late" if at > due else "in time"] += 1
            tried["missed"] += at > due and not any(due <= one < due + timedelta(hours=1) for one in told)
        if escalate_overdue(db, at) and any(one.route.id == f"r{seed}" for one in deliver_all(db, at)):
            told.append(at)
            tried["false"] += not any(due <= at for due, _ in waiting.values())
        at += timedelta(minutes=20)
    db.execute("delete from narratives")  # the next month begins with nothing left over
    return tried


def arrive(db, collection_id, came, *, danger):
    """A story with a sign in its words, at a moment."""
    story = make_narrative(collection=collection_id, danger=danger, told_on=came.date())
    db.execute(INSERT, **narrative_to_row(make_framework(), story, State.WAITING))
    start_clock(db, story.id, came)
    raise_flag(db, story.id, SIGN, "test", came)
    return story.id


# --- nothing happens by itself ---


@pytest.mark.parametrize("moderation", list(Moderation))
def test_a_flag_changes_nothing_about_a_story(tmp_path, db, moderation, promised):
    collection, framework = make_collection(moderation=moderation), make_framework()
    open_plot(db)
    add_collection(db, replace(collection, id="other"))
    intake = Intake(db.path, b"s" * 32, clock=lambda: MONDAY)
    states = {}
    texts = {"plain": "The bus was late.", "flagged": AFRAID, "graver": "I want to die and I have the tablets."}
    for number, (name, text) in enumerate(texts.items()):
        story = make_narrative(collection="other", text=text, told_on=MONDAY.date())
        intake.submit(replace(collection, id="other"), framework, story, f"{number:032x}")
        states[name] = db.one("select state, may_read, danger, consent from narratives where id = :id", id=story.id)
        if name != "plain":
            assert clock_of(db, story.id) is not None and flag_of(db, story.id) is not None
        judge(db, story.id, Verdict.NOTHING, actor="sana", at=MONDAY)
        assert (
            db.one("select state, may_read, danger, consent from narratives where id = :id", id=story.id)
            == states[name]
        )
        if moderation is Moderation.BEFORE:
            assert approve(db, replace(collection, id="other"), story.id, actor="mina", at=MONDAY)
    intake.close()
    changed = sum(one != states["plain"] for one in states.values())
    promised("T32", "a flag neither holds nor releases a story", tried=len(states), failures=changed)


# --- hours ---


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 3, 27, 16, 30, tzinfo=UTC), datetime(2026, 3, 30, 12, tzinfo=UTC)),  # Friday; clocks go forward
        (datetime(2026, 10, 23, 15, 30, tzinfo=UTC), datetime(2026, 10, 26, 13, tzinfo=UTC)),  # and back
        (datetime(2026, 3, 1, 3, 0, tzinfo=UTC), datetime(2026, 3, 2, 13, tzinfo=UTC)),  # Sunday night
        (datetime(2026, 3, 3, 9, 0, tzinfo=UTC), datetime(2026, 3, 3, 13, tzinfo=UTC)),
    ],
)
def test_working_hours_are_those_on_the_wall_in_london(at, due):
    assert due_hour(at, Hours()) == due


def test_day_and_night_counts_every_hour_of_a_night_in_which_the_clocks_change():
    always = Hours(4, "00:00", "24:00", frozenset(range(7)))
    at = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert due_hour(at, always) == at + timedelta(hours=4)
    assert due_hour(at, always).astimezone(UK).hour == 4
