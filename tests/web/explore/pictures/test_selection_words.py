"""A selection as people say it."""

from datetime import date

from werkzeug.datastructures import MultiDict

from tests.builders import make_collection, make_framework
from web.explore.filters import read_filters
from web.explore.pictures.selection_words import selection_words

FRAMEWORK = make_framework()


def said(*fields: tuple[str, str], themes: dict[int, str] | None = None) -> str:
    filters = read_filters(make_collection(), MultiDict(fields), FRAMEWORK)
    assert not filters.errors
    return selection_words(filters, FRAMEWORK, themes or {})


def test_everything_is_whose_stories_they_are():
    assert said() == "People’s own stories"


def test_group_period_language_area_and_theme_follow_one_another():
    words = said(
        ("group", "east"),
        ("from", date(2026, 3, 4).isoformat()),
        ("to", "2026-03-12"),
        ("area", "the shed"),
        ("language", "cy"),
        ("language", "en"),
        ("theme", "7"),
        themes={7: "bean, pole"},
    )
    assert words == (
        "People’s own stories in east at the shed told from 2 March 2026 to 15 March 2026 "
        "told in cy or en about bean, pole"
    )


def test_what_is_picked_is_said_picture_by_picture():
    words = said(("part", "mood:top"), ("part", "mood:left"), ("part", "say:0-4"), ("part", "role:1.na"))
    assert words == (
        "People’s own stories; It left me: Mostly “glad” or Mostly “sad”; "
        "I had: 0% to 25% of the way from “no say” to “all the say”; "
        "I am: a picker or said that it does not apply"
    )


def test_a_part_that_was_drawn_round_has_no_name():
    assert said(("part", "mood:1-3")).endswith("It left me: a part drawn round (3 of 400 small triangles)")
