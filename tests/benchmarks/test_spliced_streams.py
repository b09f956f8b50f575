"""Splices and how they are judged, on invented rows."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from benchmarks import spliced_streams
from benchmarks.claims import Verdict
from benchmarks.spliced_streams import FROM, Outcome, Splice, judged, spliced

LATER, EARLIER = "2024-11-01T10:00:00", "2024-06-01T10:00:00"


def row(place, site="East", told=EARLIER, rating="5.0", **more):
    facts = {"id": f"s{place}", "created_at": told, "area": site, "g_mode": "web", "person_id": f"p{place}"}
    return facts | {"si_rating": rating, "si_rating_word": rating} | more


def rows(n=400, site="East", **more):
    return [row(i, site, LATER if i % 2 else EARLIER, "1.0" if i % 10 == 0 else "5.0", **more) for i in range(n)]


def alert(**more):
    facts = {"raised_on": "2024-09-20", "signal": "temperature", "signifier": "hot-score", "direction": "hotter"}
    return facts | {"scope": "group", "group": "East"} | more


def test_before_the_day_of_a_splice_only_the_order_of_what_was_said_changes():
    splice = Splice("", spliced_streams.by_telephone, "collection", ("way:telephone",))
    made, site = spliced(splice, [*rows(), *rows(350, "West"), *rows(20, "North")], 0)
    assert site == "East"
    assert Counter(one["area"] for one in made) == {"East": 400, "West": 350}
    assert {one["g_mode"] for one in made if one["created_at"] < FROM.isoformat() or one["area"] == "West"} == {"web"}
    assert {one["g_mode"] for one in made if one["created_at"] > FROM.isoformat() and one["area"] == "East"} == {
        "telephone"
    }
    assert Counter(one["si_rating"] for one in made) == {"1.0": 75, "5.0": 675}


def test_odds_of_poor_ratings_rise_as_much_as_asked_and_only_from_the_day_on():
    made = spliced_streams.poorer(rows(20_000), random.Random(2), odds=5.0)
    late = [one["si_rating"] == "1.0" for one in made if one["created_at"] == LATER]
    early = [one["si_rating"] == "1.0" for one in made if one["created_at"] == EARLIER]
    assert sum(early) / len(early) == 0.2
    assert sum(late) / len(late) == pytest.approx(5 / 9 / (5 / 9 + 1), abs=0.01)


def test_twice_as_many_stories_are_other_stories_with_ids_of_their_own():
    made = spliced_streams.doubled(rows(), random.Random(3))
    assert (len(made), len({one["id"] for one in made}), len({one["person_id"] for one in made})) == (600, 600, 600)


def test_copies_of_one_text_come_from_others_within_a_few_days():
    words = [one | {"text": f"{place} " + "word " * 20} for place, one in enumerate(rows())]
    made = spliced_streams.copied(words, random.Random(4))[len(words) :]
    assert (len(made), len({one["text"] for one in made}), len({one["person_id"] for one in made})) == (8, 1, 8)
    assert {one["created_at"][:10] for one in made} == {f"2024-09-{day}" for day in (15, 16, 17, 18)}


def test_a_site_that_joins_told_nothing_before():
    assert {one["created_at"] for one in spliced_streams.joining(rows(), random.Random(5))} == {LATER}


def test_another_question_and_other_texts_come_from_the_day_on(monkeypatch):
    words = rows(text="It was fine.", g_question="Why?")
    words[0]["g_question"] = "Is anything better elsewhere?"
    asked = Counter(
        (one["created_at"], one["g_question"]) for one in spliced_streams.asked_otherwise(words, random.Random(6))
    )
    assert asked[EARLIER, "Why?"] == 199 and asked[LATER, words[0]["g_question"]] == pytest.approx(150, abs=25)
    monkeypatch.setattr(spliced_streams, "read_rows", lambda name: [{"text": "Something else entirely. " * 4}])
    texts = Counter(
        (one["created_at"], one["text"]) for one in spliced_streams.about_something_else(words, random.Random(7))
    )
    assert texts[EARLIER, "It was fine."] == 200 and texts[LATER, "It was fine."] == pytest.approx(130, abs=25)


def test_a_delay_counts_the_day_of_the_change_as_the_first():
    found = Outcome((alert(raised_on="2024-10-01"), alert(raised_on="2024-09-15")), ())
    assert (found.delay, found.said()) == (1, "hot-score hotter")
    assert (Outcome((), ()).delay, Outcome((), ()).said()) == (None, "nothing")


def test_a_splice_is_judged_by_what_was_found_where_and_in_which_direction():
    splice = Splice("colder", lambda made, chance: made, "temperature", ("hotter",))
    right, wrong = Outcome((alert(),), (alert(),)), Outcome((alert(direction="calmer"),), ())
    assert [claim.verdict for claim in judged(splice, [right, right])] == [Verdict.HOLDS] * 2
    assert [claim.verdict for claim in judged(splice, [right, wrong])] == [Verdict.HOLDS, Verdict.FALLS_SHORT]
    assert [claim.verdict for claim in judged(splice, [right, Outcome((), ())])] == [Verdict.FALLS_SHORT] * 2
    [weak] = judged(replace(splice, must=False), [Outcome((), ()), wrong])
    assert (weak.verdict, weak.measured) == (Verdict.FALLS_SHORT, "1")
    *_, calm = judged(replace(splice, calm=True), [right])
    assert (calm.verdict, calm.note) == (Verdict.FALLS_SHORT, "1 x hot-score hotter")


def test_what_is_said_elsewhere_or_before_the_day_is_not_counted_as_found(monkeypatch):
    said = [alert(raised_on="2024-09-14"), alert(group="West"), alert(signal="theme"), alert()]
    monkeypatch.setattr(spliced_streams, "replayed", lambda product, splice, made: said)
    monkeypatch.setattr(spliced_streams, "read_rows", lambda name: [*rows(), *rows(350, "West")])
    splice = Splice("", spliced_streams.by_telephone, "temperature", ("hotter",))
    found = spliced_streams.outcome(splice, 0)
    assert [one["group"] for one in found.right_signal] == ["East"]
    assert len(found.temperature) == 2


def test_without_the_collections_nothing_is_claimed(monkeypatch):
    monkeypatch.setattr(spliced_streams, "present", lambda: ["gp_ratings_2024"])
    [claim] = spliced_streams.known_changes_are_found_and_named()
    assert claim.verdict is Verdict.NOT_MEASURED
