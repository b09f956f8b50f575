import random
from datetime import timedelta

import pytest

from narratives.answers import NotApplicable, TriadAnswer
from narratives.collection import Moderation, Policy
from narratives.disclosure import GRID, close_batches
from narratives.narrative import Kind, Scope, Source, State, scopes_up_to
from narratives.selection import Part, zone_cells
from narratives.triangle import cell_of, zone_of
from store import release
from store.batches import add_batches, count_waiting, list_batches, list_waiting
from store.landscape import Landscape, View
from store.moderation import change_release
from store.narratives import import_narratives
from store.waiting import list_waiting_groups
from tests.builders import TODAY, make_answers, make_narrative, open_plot

COUNT_ONLY = frozenset()


def told(count: int, seed: int = 1, group: str = "", **changes):
    chance = random.Random(seed)
    for number in range(count):
        cuts = sorted(round(chance.random(), 2) for _ in range(2))
        shares = (cuts[0], round(cuts[1] - cuts[0], 2), round(1 - cuts[1], 2))
        yield make_narrative(
            answers=make_answers(shares=shares, value=round(chance.random(), 2)),
            told_on=TODAY - timedelta(days=chance.randrange(90)),
            group=group or chance.choice(["east", "west"]),
            source=Source("test", f"{seed}-{number}", "1"),
            **changes,
        )


def store(db, plot, stories):
    stories = list(stories)
    import_narratives(db, *plot, stories, {})
    return stories


ALL = View()


def triad(db, plot, view=ALL, landscape=None):
    return release.triad(db, landscape or Landscape(), *plot, "mood", view)


def test_the_map_counts_exactly_what_brute_force_counts(db):
    plot = open_plot(db)
    stories = store(db, plot, told(300))
    view = View(groups=("west",), first=TODAY - timedelta(days=60), last=TODAY - timedelta(days=10))
    chosen = [s for s in stories if s.group == "west" and view.first <= s.told_on <= view.last]
    shape = triad(db, plot, view)
    cells = [0] * (GRID * GRID)
    for story in chosen:
        cells[cell_of(story.answers[0].shares, GRID)] += 1
    zones = [zone_of(story.answers[0].shares) for story in chosen]
    assert shape.counts.placed == len(chosen) > 50
    assert sum(abs(a - b) for a, b in zip(shape.cells, cells, strict=True)) <= 0.02 * len(chosen)
    assert {zone: n for zone, n in shape.zones.items() if n} == {zone: zones.count(zone) for zone in set(zones)}
    for axis in range(3):
        mean = sum(story.answers[0].shares[axis] for story in chosen) / len(chosen)
        assert shape.mean[axis] == pytest.approx(mean, abs=0.003)


def test_a_new_story_appears_in_columns_that_are_already_held(db):
    plot, landscape = open_plot(db), Landscape()
    store(db, plot, told(20))
    before = release.serial(db, plot[0])
    assert triad(db, plot, landscape=landscape).counts.placed == 20
    store(db, plot, told(3, seed=2))
    assert release.serial(db, plot[0]) > before
    assert triad(db, plot, landscape=landscape).counts.placed == 23


def test_not_applicable_and_not_answered_are_counted_apart_and_never_placed(db):
    plot = open_plot(db)
    answers = [(NotApplicable("mood"),), (), (TriadAnswer("mood", (1, 0, 0), "tap"),)]
    store(db, plot, [make_narrative(answers=a, source=Source("test", str(n), "1")) for n, a in enumerate(answers)])
    counts = triad(db, plot).counts
    assert (counts.placed, counts.not_applicable, counts.not_answered) == (1, 1, 1)


def test_kinds_are_never_mixed(db):
    plot = open_plot(db)
    store(db, plot, told(12, kind=Kind.PRACTITIONER))
    assert triad(db, plot).counts.placed == 0
    assert triad(db, plot, View(kind=Kind.PRACTITIONER)).counts.placed == 12


def test_a_story_that_may_not_be_read_is_on_the_map_only_inside_a_closed_batch(db):
    plot = open_plot(db)
    collection, framework = plot
    store(db, plot, told(9, consent=COUNT_ONLY, seed=3))
    assert triad(db, plot).counts.placed == 0
    assert release.totals(db, collection, View(), Landscape(), framework).withheld == 9
    assert add_batches(db, collection, close_batches(collection, framework, list_waiting(db, collection), TODAY)) == 0
    store(db, plot, told(40, consent=COUNT_ONLY, seed=4))
    batches = close_batches(collection, framework, list_waiting(db, collection), TODAY)
    add_batches(db, collection, batches)
    batched = sum(batch.n for batch in list_batches(db, "plot", Kind.RESPONDENT))
    assert batched % 10 == 0
    shape = triad(db, plot)
    assert shape.counts.placed == batched
    # Ten of each group that answered in many ways: nothing of it is drawn until ten of a group answered alike.
    assert sum(shape.cells) % 10 == 0
    assert shape.dots == ()
    totals = release.totals(db, collection, View(), Landscape(), framework)
    assert (totals.open, totals.batched, totals.withheld) == (0, batched, 49 - batched)


def test_a_batch_closed_by_another_worker_is_not_closed_again(db):
    plot = collection, framework = open_plot(db)
    store(db, plot, told(30, consent=COUNT_ONLY))
    batches = close_batches(collection, framework, list_waiting(db, collection), TODAY)
    assert add_batches(db, collection, batches) == len(batches) > 0
    assert add_batches(db, collection, batches) == 0


def test_a_protected_collection_shows_words_without_placements_and_only_from_closed_batches(db):
    plot = collection, framework = open_plot(db, policy=Policy.PROTECTED)
    store(db, plot, told(30))
    assert release.list_stories(db, collection, View()) == []
    assert triad(db, plot).counts.placed == 0
    add_batches(db, collection, close_batches(collection, framework, list_waiting(db, collection), TODAY))
    stories = release.list_stories(db, collection, View())
    assert len(stories) == release.totals(db, collection, View(), Landscape(), framework).batched >= 20
    assert all(story.answers == () and story.week_of is None for story in stories)
    assert triad(db, plot).dots == ()
    corner = View(parts=(Part("mood", zone_cells("top")),))
    everywhere, picked = (release.list_selected(db, Landscape(), *plot, one, limit=99) for one in (View(), corner))
    assert [one.id for one in picked] == [one.id for one in everywhere], "a place would tell where a story lies"


def test_words_are_shown_only_where_the_teller_let_staff_read(db):
    plot = collection, _ = open_plot(db)
    store(db, plot, told(5, consent=COUNT_ONLY, seed=8))
    (readable,) = store(db, plot, told(1, consent=frozenset({Scope.READ}), seed=9))
    assert [story.id for story in release.list_stories(db, collection, View())] == [readable.id]


def test_a_story_held_back_leaves_the_map_and_the_reader(db):
    plot = collection, _ = open_plot(db)
    landscape = Landscape()
    (story,) = store(db, plot, told(1))
    assert triad(db, plot, landscape=landscape).counts.placed == 1
    assert change_release(db, collection, story.id, State.RELEASED, State.HELD)
    assert triad(db, plot, landscape=landscape).counts.placed == 0
    assert release.get_story(db, collection, story.id) is None
    assert not change_release(db, collection, story.id, State.RELEASED, State.HELD)


def test_no_day_is_ever_shown_only_the_monday_of_a_week(db):
    plot = collection, _ = open_plot(db)
    store(db, plot, told(40))
    assert {story.week_of.weekday() for story in release.list_stories(db, collection, View())} == {0}


def test_the_order_of_stories_says_nothing_about_the_order_of_arrival(db):
    plot = collection, _ = open_plot(db)
    arrived = []
    for number in range(200):
        arrived += store(db, plot, [make_narrative(source=Source("test", str(number), "1"))])
    shown = [story.id for story in release.list_stories(db, collection, View(), limit=200)]
    ranks = {story.id: place for place, story in enumerate(arrived)}
    order = [ranks[one] for one in shown]
    mean = (len(order) - 1) / 2
    covariance = sum((place - mean) * (rank - mean) for place, rank in enumerate(order))
    assert abs(covariance / sum((place - mean) ** 2 for place in range(len(order)))) < 0.25


def test_stories_of_a_zone_are_those_that_lie_in_its_cells(db):
    plot = collection, framework = open_plot(db)
    stories = store(db, plot, told(80))
    corner = View(parts=(Part("mood", zone_cells("top")),))
    found = release.list_selected(db, Landscape(), *plot, corner, limit=99)
    lying_there = [one for one in stories if zone_of(one.answers[0].shares) == "top"]
    assert {zone_of(story.answers[0].shares) for story in found} == {"top"}
    assert len(found) == len(lying_there) > 0


def test_a_waiting_story_that_will_be_open_is_in_neither_layer(db):
    plot = collection, _ = open_plot(db, moderation=Moderation.BEFORE)
    store(db, plot, told(30))
    assert list_waiting(db, collection) == []
    assert triad(db, plot).counts.placed == 0
    assert count_waiting(db, collection, Kind.RESPONDENT) == 30


def close(db, collection, framework):
    return add_batches(db, collection, close_batches(collection, framework, list_waiting(db, collection), TODAY))


def test_a_story_that_staff_could_read_is_never_counted_in_a_batch_after_it_was_held_back(db):
    plot = collection, framework = open_plot(db)
    store(db, plot, told(9, consent=COUNT_ONLY, group="east"))
    (known,) = store(db, plot, told(1, seed=2, group="east"))
    assert change_release(db, collection, known.id, State.RELEASED, State.HELD)
    assert close(db, *plot) == 0, "who has read it could take it out, and nine would be left"
    assert sum(n for _, _, n in list_waiting_groups(db, collection)) == 9
    store(db, plot, told(1, seed=3, consent=COUNT_ONLY, group="east"))
    assert close(db, *plot) == 1


def test_a_story_held_back_before_anybody_read_it_is_counted(db):
    plot = collection, framework = open_plot(db, moderation=Moderation.BEFORE)
    store(db, plot, told(9, consent=COUNT_ONLY, group="east"))
    (unread,) = store(db, plot, told(1, seed=2, group="east"))
    assert change_release(db, collection, unread.id, State.WAITING, State.HELD)
    assert close(db, *plot) == 1


def test_a_batch_is_not_closed_over_a_story_that_was_released_meanwhile(db):
    plot = collection, framework = open_plot(db, moderation=Moderation.BEFORE)
    stories = store(db, plot, told(10, group="east"))
    for story in stories:
        change_release(db, collection, story.id, State.WAITING, State.HELD)
    batches = close_batches(collection, framework, list_waiting(db, collection), TODAY)
    change_release(db, collection, stories[0].id, State.HELD, State.RELEASED)
    assert add_batches(db, collection, batches) == 0
    assert release.get_story(db, collection, stories[0].id) is not None


def test_the_serial_of_a_protected_collection_tells_of_batches_and_not_of_tellers(db):
    plot = collection, framework = open_plot(db, policy=Policy.PROTECTED)
    before = release.serial(db, collection)
    store(db, plot, told(10, group="east"))
    assert release.serial(db, collection) == before
    close(db, *plot)
    assert release.serial(db, collection) > before


CONSENTS = [scopes_up_to(widest) for widest in ("count", "read", "quote", "publish")]


@pytest.mark.parametrize("policy", list(Policy))
def test_no_query_for_a_use_finds_a_story_whose_teller_did_not_allow_it(db, policy):
    plot = open_plot(db, policy=policy)
    stories = [one for consent in CONSENTS for one in told(30, seed=len(consent) + 1, group="east", consent=consent)]
    store(db, plot, stories)
    close(db, *plot)
    allowed = {one.id: one.consent for one in stories}
    for use in (Scope.READ, Scope.QUOTE, Scope.PUBLISH):
        found = release.list_stories(db, plot[0], ALL, use=use, limit=1_000)
        assert len(found) > 20
        assert all(use in allowed[story.id] for story in found)
        assert all(story.uses == allowed[story.id] for story in found)
        for one in stories:
            if use not in one.consent:
                assert release.get_story(db, plot[0], one.id, use=use) is None
