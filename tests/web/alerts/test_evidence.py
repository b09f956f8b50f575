"""The pictures of an alert, who is missing, what came of it, and how its like were judged."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.alert import Folding, Signal, Tone, sentence, tone_of
from narratives.collection import Policy
from narratives.course import Course, Recent
from narratives.judgement import Precision
from store.alerts import Alert, Fold, add_alert
from store.collections import add_collection
from tests.builders import TODAY, make_answers, make_framework
from tests.web.explore.telling import GLAD, SAD, make_finding, make_reading
from web.alerts.evidence import course_words, judged_words

ONSET = TODAY - timedelta(days=14)
DAYS = {"since": ONSET, "raised_on": TODAY}
EARLY, LATE = {"told_on": ONSET - timedelta(days=7), "shares": GLAD}, {"told_on": ONSET, "shares": SAD}
ON = date(2026, 3, 1)
RECENTLY, POINTS = "In the 28 days up to 1 March 2026:", "points of a hundred nearer to"


@pytest.fixture
def shown(ada):
    return lambda alert: ada.get(f"/changed/{alert}").text


@pytest.fixture
def protected(world):
    """A protected collection in which things moved, with its batches closed; raises an alert about it."""
    quiet = replace(world.quiet, policy=Policy.PROTECTED)
    add_collection(world.db, quiet)
    for n, on, shares in ((20, EARLY["told_on"], GLAD), (20, ONSET, SAD)):
        world.tell(n, quiet, told_on=on, answers=make_answers(shares))
    world.close_batches(quiet)

    def raised(**changes):
        finding = make_finding(**(DAYS | changes))
        words = sentence(finding, world.framework)
        return add_alert(world.db, "quiet", finding, sentence=words, exemplars=(), at=datetime.now(UTC))

    return raised


def test_a_triad_is_drawn_before_and_since_with_the_corner_it_moved_to(world, raise_alert, shown):
    world.tell(12, **EARLY)
    world.tell(11, **LATE)
    page = shown(raise_alert(**DAYS))
    assert page.count('<svg class="mm-shift__svg"') == 2
    assert "<strong>Before</strong> 12 stories" in page and "<strong>Since then</strong> 11 stories" in page
    assert (
        'mm-shift__corner--towards" dir="auto">sad<span class="govuk-visually-hidden"> (stories moved towards' in page
    )
    assert "“sad”</span>: 10 before, 80 since, of a hundred" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"signal": Signal.COLLECTION, "signifier": "who", "direction": "who:digger"}, "“a digger”</span>"),
        ({"signifier": "pockets", "direction": "pocket:mood=1&mood=1"}, "Stories that say mostly “sad”"),
    ],
)
def test_who_tells_and_a_pair_of_answers_are_shown_by_the_question_behind_them(
    world, raise_alert, shown, changes, words
):
    world.tell(12, **EARLY)
    world.tell(12, **LATE)
    assert words in shown(raise_alert(**DAYS, **changes))


def test_where_too_few_stories_stand_on_a_side_the_card_says_so_and_draws_nothing(world, raise_alert, shown):
    world.tell(12, **EARLY)
    world.tell(9, **LATE)
    page = shown(raise_alert(**DAYS))
    assert "No picture: fewer than 10 stories since it began may be shown yet." in page
    assert "mm-shift__svg" not in page


def test_what_no_question_shows_has_no_picture_and_no_excuse(raise_alert, shown):
    page = shown(raise_alert(signal=Signal.THEME, signifier="theme", direction="topic:3"))
    assert "mm-shift__svg" not in page and "No picture" not in page
    page = shown(raise_alert(signifier="pockets", direction="pocket:mood=1&theme=3"))
    assert "No picture: this is about two questions at once." in page


def test_the_hot_score_is_shown_by_its_temperature(world, raise_alert, shown):
    world.read_temperature(*(make_reading(week, 50.0 + week) for week in range(6)))
    page = shown(raise_alert(signifier="hot-score", direction="hotter"))
    assert "Temperature in east: now 55 (51 to 59); usually 40 to 60." in page


def test_the_number_of_stories_is_drawn_week_by_week(world, raise_alert, shown):
    world.tell(3, **EARLY)
    world.tell(6, **LATE)
    page = shown(raise_alert(**DAYS, signal=Signal.COLLECTION, signifier="volume", direction="more", effect=2.0))
    assert "About 3 a week before, 1 since the week of 16 February 2026; at most 6 in a week." in page


def test_a_protected_collection_is_drawn_from_whole_batches_and_quotes_nothing(protected, shown):
    page = shown(protected())
    assert "<strong>Before</strong> 20 stories" in page and "<strong>Since then</strong> 20 stories" in page
    assert "mm-quote" not in page
    volume = shown(protected(signal=Signal.COLLECTION, signifier="volume", direction="more"))
    assert "mm-shift__weeks" not in volume
    assert "No picture: stories are counted in whole batches here, and not week by week." in volume


def test_who_is_missing_is_said_in_words(world, raise_alert, shown):
    alert = raise_alert()
    stored = '[["who:picker", 0.5, 0.2], ["who:digger", 0.25, 0.0], ["group:west", 0.4, 0.1]]'
    world.db.execute("update alerts set missing = :missing where id = :id", missing=stored, id=alert)
    page = shown(alert)
    assert "Fewer stories came from people who say “a picker”: about 50 in a hundred before, about 20 since." in page
    assert "people who say “a digger”: about 25 in a hundred before, hardly any since." in page
    assert "Fewer stories came from west: about 40 in a hundred before, about 10 since." in page


def test_groups_told_inside_an_alert_have_their_own_onset_and_size(raise_alert, shown):
    lead = raise_alert()
    size = {"change": 9.0, "change_low": 4.0, "change_high": 14.0}
    raise_alert(group="west", since=date(2026, 2, 5), **size, folding=Fold(lead, Folding.TOGETHER))
    theme = {"signal": Signal.THEME, "signifier": "wish", "direction": "option:w1"}
    raise_alert(**theme, folding=Fold(lead, Folding.INHIBITED))
    page = shown(lead)
    assert "The same in other groups (1)" in page and "<strong>west</strong> since about 5 February 2026." in page
    assert "On average 9 points of a hundred nearer to “sad” (4 to 14)." in page
    assert "May be explained by this (1)" in page


def alert_on(course, recent=None, **changes):
    finding = make_finding(change=20.0, change_low=14.0, change_high=26.0, **changes)
    facts = {"course": course, "course_since": date(2026, 2, 25), "recent": recent}
    return Alert("a", "plot", finding, "…", "raised", tone=tone_of(finding, make_framework()), **facts)


@pytest.mark.parametrize(
    ("course", "recent", "words"),
    [
        (Course.MOVING, None, ""),
        (
            Course.MOVING,
            Recent(18.0, 12.0, 24.0, 40, ON),
            f"Still away from usual. {RECENTLY} on average 18 {POINTS} “sad” (12 to 24).",
        ),
        (
            Course.RECOVERING,
            Recent(4.0, -2.0, 10.0, 40, ON),
            f"On the way back to usual since 25 February 2026. {RECENTLY} on average 4 {POINTS} “sad” (−2 to 10).",
        ),
        (Course.BACK, None, "Back to usual since 25 February 2026."),
        (
            Course.NO_DATA,
            Recent(4.0, -2.0, 10.0, 3, ON),
            "Too few stories come since 25 February 2026 to tell whether it goes on.",
        ),
    ],
)
def test_the_course_is_said_with_the_newest_figure(course, recent, words):
    assert course_words(alert_on(course, recent), make_framework()) == words


def test_the_course_of_a_volume_is_a_ratio():
    alert = alert_on(Course.RECOVERING, Recent(1.2, 0.9, 1.6, 40, ON), signifier="volume", direction="more")
    assert course_words(alert, make_framework()).endswith("1.2 times the usual number of stories (0.9 to 1.6).")


def test_alerts_of_the_same_kind_say_how_often_they_were_real():
    alert = alert_on(Course.MOVING)
    assert alert.tone is Tone.TROUBLE
    few = "Not enough alerts like this were judged yet to say"
    assert judged_words({}, alert) == few
    assert judged_words({"temperature:trouble": Precision(2, 0, 1, 0, None, None, None)}, alert) == few
    known = {"temperature:trouble": Precision(7, 2, 2, 1, 9 / 11, 0.5, 0.95)}
    words = "Of 12 alerts like this that people judged, 9 were real (2 of them known already)"
    assert judged_words(known, alert) == words
    assert judged_words({"temperature:opportunity": known["temperature:trouble"]}, alert) == few
