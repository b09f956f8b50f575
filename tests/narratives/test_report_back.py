from datetime import date

import pytest

from narratives.report_back import Outcome, ReportBack, Wording

ENGLISH, WELSH = Wording("You", "We", "It"), Wording("Chi", "Ni", "Fe")
SUNDAY = date(2026, 3, 8)


def make_report(**changes):
    facts = {"groups": (), "words": {"en": ENGLISH, "cy": WELSH}, "published_on": date(2026, 3, 2), **changes}
    return ReportBack("r1", "plot", None, None, outcome=Outcome.DID, made_by="ada", **facts)


def test_a_language_without_words_falls_back_to_english():
    assert make_report().in_language("cy") == WELSH
    assert make_report().in_language("ar") == ENGLISH


@pytest.mark.parametrize(
    ("groups", "concerned"), [((), True), (("east",), True), (("west", "all"), True), (("west",), False)]
)
def test_an_answer_concerns_a_group_by_its_name_by_its_parent_or_because_it_is_for_everybody(groups, concerned):
    assert make_report(groups=groups).concerns("east", "all") is concerned


def test_it_stands_behind_the_stories_of_the_week_that_it_was_published_in_and_of_earlier_ones():
    report = make_report()  # published on a Monday
    assert report.is_after(date(2026, 2, 1))
    assert report.is_after(SUNDAY)
    assert not report.is_after(date(2026, 3, 9))
