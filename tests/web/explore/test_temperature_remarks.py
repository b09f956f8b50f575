"""What is said beside a temperature: the trend, a year ago, what it is made of, and where the stories are."""

from datetime import date

import pytest

from narratives.collection import Policy
from narratives.temperature import Difference, Makeup, Part, Remark
from store.results import replace_readings
from tests.people import Person
from tests.web.explore.telling import make_reading
from web.explore.temperature_remarks import remark_panel, trend_words, year_words

FIRST = date(2026, 1, 5)
MAKEUP = Makeup(-2.4, 14.2, (Part(("mood",), 15.0), Part(("say",), -0.8)))


def make_remark(**facts):
    return Remark(
        "east",
        make_reading(1, 66).starts_on,
        **({"trend": None, "year": None, "makeup": MAKEUP, "stories": ()} | facts),
    )


@pytest.mark.parametrize(
    ("low", "high", "tone", "words"),
    [
        (2, 18, "hot", "Rising: by 10 points since 5 January 2026 (95% interval 2 to 18)"),
        (-18, -2, "calm", "Falling: by 10 points since 5 January 2026 (95% interval −18 to −2)"),
        (-6, 7, "usual", "Steady since 5 January 2026 (change: 95% interval −6 to 7)"),
        (-24, 9, "none", "No trend that can be told from scatter since 5 January 2026 (95% interval −24 to 9)"),
    ],
)
def test_a_trend_is_said_only_as_surely_as_it_is_known(low, high, tone, words):
    found = Difference(10.0 if low > 0 else -10.0, low, high, FIRST)
    assert trend_words(found) == (tone, words)


def test_with_too_few_periods_it_says_so():
    assert trend_words(None)[1] == "Too few periods to see a trend"


def test_the_same_time_of_last_year_is_a_line_of_its_own():
    assert (
        year_words(Difference(9.0, 2.0, 16.0, FIRST))
        == "9 points hotter than this time last year (95% interval 2 to 16)"
    )
    assert (
        year_words(Difference(-1.0, -1.4, -0.6, FIRST))
        == "1 point calmer than this time last year (95% interval −1 to −1)"
    )
    assert year_words(Difference(1.0, -6.0, 8.0, FIRST)).startswith("Not clearly different from this time last year")
    assert year_words(None) == ""


def test_the_reasons_and_the_questions_are_bars_with_words(world):
    panel = remark_panel(world.framework, make_reading(1, 66), make_remark(), {})
    assert [(bar.label, bar.words, bar.tone) for bar in (*panel.why, *panel.questions)] == [
        ("because people said other things", "14 points hotter", "hot"),
        ("because other people answered", "2 points calmer", "calm"),
        ("It left me…", "15 points hotter", "hot"),
        ("I had…", "1 point calmer", "calm"),
    ]
    assert panel.questions[0].path == "M50 0h50v10H50"
    assert panel.why[1].path.startswith("M42 0h8")


def test_within_the_usual_range_no_part_looks_like_news(world):
    panel = remark_panel(world.framework, make_reading(1, 55), make_remark(), {})
    assert panel.is_usual and {bar.tone for bar in (*panel.why, *panel.questions)} == {"usual"}


def test_less_than_half_a_point_is_no_difference(world):
    panel = remark_panel(world.framework, make_reading(1, 66), make_remark(makeup=Makeup(0.3, 14.0, ())), {})
    assert (panel.why[1].words, panel.why[1].path) == ("no difference", "")


def test_questions_that_few_answered_are_told_together(world):
    together = Makeup(0.0, 4.0, (Part(("mood", "say"), 4.0),))
    panel = remark_panel(world.framework, make_reading(1, 66), make_remark(makeup=together), {})
    assert [bar.label for bar in panel.questions] == ["Questions that few answered, together"]


def keep(world, collection, remark, *readings):
    replace_readings(world.db, collection.id, readings or [make_reading(0, 50), make_reading(1, 66)], [remark])


def test_the_page_says_what_moved_and_leads_to_the_stories(world, ada):
    (story,) = world.tell(
        text="The beans froze in the night, every one of them, and nobody had said a word of it to us."
    )
    keep(world, world.plot, make_remark(trend=Difference(10.0, 2.0, 18.0, FIRST), stories=(story.id,)))
    page = ada.get("/explore/plot/temperature").text
    assert "Rising: by 10 points" in page and "because other people answered" in page
    assert f"/explore/plot/stories/{story.id}" in page
    assert "The beans froze in the night, every one of them, and nobody had said…" in page


def test_somebody_who_may_not_read_stories_is_led_to_none(world, app):
    (story,) = world.tell()
    keep(world, world.plot, make_remark(stories=(story.id,)))
    page = Person(app, "ade").get("/explore/plot/temperature").text
    assert "because people said other things" in page
    assert story.id not in page and "Stories placed furthest that way" not in page


def test_a_story_that_may_no_longer_be_read_is_not_led_to(world, ada):
    (story,) = world.tell(read=False)
    keep(world, world.plot, make_remark(stories=(story.id,)))
    assert story.id not in ada.get("/explore/plot/temperature").text


def test_a_protected_collection_says_why_questions_are_not_told_apart(world, ada):
    assert world.quiet.policy is Policy.PROTECTED
    keep(world, world.quiet, make_remark(makeup=Makeup(1.0, 6.0, ())))
    page = ada.get("/explore/quiet/temperature").text
    assert "a part of a part could be about fewer than 10 people" in page


def test_a_remark_on_a_reading_that_is_not_the_newest_is_not_shown(world, ada):
    keep(world, world.plot, make_remark(), make_reading(1, 66), make_reading(2, 51), make_reading(3, 50))
    assert "because people said other things" not in ada.get("/explore/plot/temperature").text


def test_the_page_says_what_temperature_is_and_is_not(world, ada):
    keep(world, world.plot, make_remark())
    page = ada.get("/explore/plot/temperature").text
    assert "What temperature is and is not" in page and "alerts come from a monitor that keeps a yearly promise" in page
